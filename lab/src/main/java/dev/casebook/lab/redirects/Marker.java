package dev.casebook.lab.redirects;

import dev.casebook.lab.machine.Gateway;
import java.io.IOException;
import java.time.Duration;

/**
 * One click more, on a link that nobody else follows, and whether the statistics show it. An instance counts its clicks in the order in which they came:
 * once this one is counted, so are all that came to the same instance before it.
 */
record Marker(Gateway gateway, String code) {

    private static final Duration BETWEEN_READINGS = Duration.ofMillis(100);

    /**
     * @param patience how long to wait at most
     * @return how long it took from the answer to the click until the statistics showed it; patience or more: they do not show it yet
     * @throws IOException when the click or the statistics were not answered as they should be
     */
    Duration count(String token, Duration patience) throws IOException, InterruptedException {
        long before = gateway.clicks(code, token);
        gateway.follow(code);
        long begin = System.nanoTime();
        var elapsed = Duration.ZERO;
        while (gateway.clicks(code, token) <= before && elapsed.compareTo(patience) < 0) {
            Thread.sleep(BETWEEN_READINGS);
            elapsed = Duration.ofNanos(System.nanoTime() - begin);
        }
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
