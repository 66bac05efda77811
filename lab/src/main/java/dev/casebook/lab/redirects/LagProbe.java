package dev.casebook.lab.redirects;

import dev.casebook.lab.report.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Follows a link of its own now and then while the load runs, and asks its statistics until they show it. */
final class LagProbe {

    private static final Duration BETWEEN_READINGS = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final double NANOS_IN_MILLI = 1e6;

    private final Gateway gateway;
    private final String code;
    private final String token;
    private final Histogram lags = new Histogram(3);
    private Thread thread;

    /** @param code of a link that nobody else follows */
    LagProbe(Gateway gateway, String code, String token) {
        this.gateway = gateway;
        this.code = code;
        this.token = token;
    }

    /** @param after when to begin */
    void start(Duration after, Duration every) {
        thread = Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(after);
                while (true) {
                    probe();
                    Thread.sleep(every);
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** A click that is refused, or statistics that cannot be read, are among the errors of the load itself and time nothing here. */
    private void probe() throws InterruptedException {
        try {
            long before = gateway.clicks(code, token);
            gateway.follow(code);
            long begin = System.nanoTime();
            while (gateway.clicks(code, token) <= before && System.nanoTime() - begin < PATIENCE.toNanos()) {
                Thread.sleep(BETWEEN_READINGS);
            }
            lags.recordValue(System.nanoTime() - begin);
        } catch (IOException unanswered) {
            Thread.sleep(BETWEEN_READINGS);
        }
    }

    /** @return empty when nothing was timed */
    Optional<Result.Lag> stop() throws InterruptedException {
        if (thread != null) {
            thread.interrupt();
            thread.join();
        }
        return lags.getTotalCount() == 0
                ? Optional.empty()
                : Optional.of(new Result.Lag(
                        (int) lags.getTotalCount(),
                        lags.getValueAtPercentile(50) / NANOS_IN_MILLI,
                        lags.getMaxValue() / NANOS_IN_MILLI));
    }
}
