package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.statistics.ClickTotals;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** What the tests read from PostgreSQL. */
@Singleton
class Ledger {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    Migrations migrations;

    @Inject
    DataSource database;

    @Inject
    ClickTotals totals;

    void awaitTables() {
        await().atMost(PATIENCE).until(migrations::isDone);
    }

    void awaitTotal(String code, long expected) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(totals.of(code).total()).isEqualTo(expected));
    }

    void awaitJournal(UUID journal, JournalCount expected) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(() -> assertThat(journal(journal))
                .isEqualTo(expected));
    }

    JournalCount journal(UUID journal) {
        return Sql.on(
                database,
                "SELECT last_sequence, counted, missing, lost FROM click_journals WHERE journal = ?",
                select -> {
                    select.setObject(1, journal);
                    try (var rows = select.executeQuery()) {
                        return rows.next()
                                ? new JournalCount(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4))
                                : JournalCount.NONE;
                    }
                });
    }

    /** Everything that counting changes. */
    Map<String, Long> snapshot() {
        return Sql.on(database, """
                SELECT 'total ' || code, total FROM click_totals
                UNION ALL SELECT 'quarter ' || code || starts_at, clicks FROM click_quarters
                UNION ALL SELECT 'offset ' || topic_partition, next_offset FROM click_offsets
                UNION ALL SELECT 'journal ' || journal, last_sequence + counted + missing + lost FROM click_journals""", select -> {
            var all = new TreeMap<String, Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    all.put(rows.getString(1), rows.getLong(2));
                }
            }
            return all;
        });
    }
}
