package dev.casebook.shortener.codes;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Time, node and a counter in 64 bits: unique as long as nodes differ and clocks do not go back. Needs no lease, but is eleven characters long, and
 * each code tells when its link was made.
 */
final class TsidCodes implements CodeScheme {

    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
    private static final int NODE_BITS = 10;
    private static final int COUNTER_BITS = 12;
    private static final int LENGTH = 11;

    private final Clock clock;
    private final long node;

    /** Milliseconds since the start, and the counter within them. */
    private final AtomicLong last = new AtomicLong();

    /** @param node differs among instances; only its lowest ten bits count */
    TsidCodes(Clock clock, int node) {
        this.clock = clock;
        this.node = node & (1 << NODE_BITS) - 1;
    }

    @Override
    public String code(long id, String url, int attempt) {
        // When a millisecond's counter is used up, or the clock went back, it borrows from the time to come.
        long time =
                last.accumulateAndGet(clock.millis() - START << COUNTER_BITS, (held, now) -> Math.max(held + 1, now));
        long counter = time & (1 << COUNTER_BITS) - 1;
        return CodeFormat.write(
                time >> COUNTER_BITS << NODE_BITS + COUNTER_BITS | node << COUNTER_BITS | counter, LENGTH);
    }
}
