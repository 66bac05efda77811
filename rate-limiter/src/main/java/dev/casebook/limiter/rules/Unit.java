package dev.casebook.limiter.rules;

import java.util.Arrays;
import java.util.Optional;

/** The units of a limit. A month has 30 days and a year 365, since a window is a fixed number of seconds. */
public enum Unit {
    SECOND(1),
    MINUTE(60),
    HOUR(3_600),
    DAY(86_400),
    WEEK(7 * 86_400),
    MONTH(30 * 86_400),
    YEAR(365 * 86_400);

    private static final long MICROS = 1_000_000;

    private final long seconds;

    Unit(long seconds) {
        this.seconds = seconds;
    }

    public long micros() {
        return seconds * MICROS;
    }

    /** By its name in any case. */
    static Optional<Unit> of(String name) {
        return Arrays.stream(values())
                .filter(unit -> unit.name().equalsIgnoreCase(name))
                .findFirst();
    }
}
