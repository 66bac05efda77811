package dev.casebook.lab.growth;

import dev.casebook.lab.machine.Gateway;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.LongConsumer;

/** Links straight into the service's table: by its API ten million would take hours, and as many events through Kafka. */
final class LinkGrowth {

    /** The row, its indexes, and their share of the write-ahead log; rounded up generously. */
    static final long BYTES = 600;

    private static final int STEP = 50_000;

    private final GrowthTable table;

    LinkGrowth(GrowthTable table) {
        this.table = table;
    }

    /** @param told how many there are, after each step */
    void grow(long wanted, Instant createdAt, LongConsumer told) throws SQLException {
        for (long made = table.links(); made < wanted; ) {
            long next = Math.min(wanted, made + STEP);
            try (var copy = new Copy(table.connection(), "links (code, owner, url, created_at, updated_at)")) {
                for (long number = made; number < next; number++) {
                    copy.row(
                            GrownCodes.code(number),
                            Gateway.SUBJECT,
                            "https://example.com/casebook/" + number,
                            createdAt,
                            createdAt);
                }
                copy.end();
            }
            table.storeLinks(next);
            table.connection().commit();
            made = next;
            told.accept(made);
        }
    }
}
