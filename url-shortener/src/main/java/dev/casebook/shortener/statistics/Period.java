package dev.casebook.shortener.statistics;

import java.time.Duration;
import java.time.Instant;

/** How long the periods of a table are. */
enum Period {
    /** The clocks of all time zones differ by whole quarters of an hour, so hours and days of each can be added up from these. */
    QUARTER(Duration.ofMinutes(15), "click_quarters"),
    /** Of UTC. */
    DAY(Duration.ofDays(1), "click_days");

    private final long seconds;
    private final String table;

    Period(Duration length, String table) {
        this.seconds = length.toSeconds();
        this.table = table;
    }

    /** The start of the period that an instant lies in. */
    Instant startOf(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), seconds) * seconds);
    }

    String table() {
        return table;
    }
}
