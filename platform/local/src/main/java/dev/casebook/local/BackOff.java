package dev.casebook.local;

import java.time.Duration;

/** How long to wait before something that crashed is started again: longer each time, until it has run well for a while. */
final class BackOff {

    static final Duration FIRST = Duration.ofMillis(500);
    static final Duration LONGEST = Duration.ofSeconds(30);
    /** Whatever ran that long did not crash because of how it was started. */
    static final Duration WELL = Duration.ofMinutes(1);

    private Duration next = FIRST;

    /** @param ran how long it ran before this crash */
    Duration afterRunning(Duration ran) {
        if (ran.compareTo(WELL) >= 0) {
            next = FIRST;
        }
        var wait = next;
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }
}
