package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.Api;
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
        Api.soon().until(migrations::isDone);
    }

    void awaitTotal(String code, long expected) {
        Api.soon()
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(totals.of(code).total()).isEqualTo(expected));
    }

    void awaitJournal(UUID journal, JournalCount expected) {
        Api.soon().ignoreExceptions().untilAsserted(() -> assertThat(journal(journal))
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

    /** What counting these clicks changes: those of other tests may be counted meanwhile. */
    Map<String, Long> snapshot(String code, UUID journal, int partition) {
        return Sql.on(database, """
                SELECT 'total', total FROM click_totals WHERE code = ?
                UNION ALL SELECT 'quarter ' || starts_at, clicks FROM click_quarters WHERE code = ?
                UNION ALL SELECT 'offset', next_offset FROM click_offsets WHERE topic_partition = ?
                UNION ALL SELECT 'journal', last_sequence + counted + missing + lost FROM click_journals WHERE journal = ?""", select -> {
            select.setString(1, code);
            select.setString(2, code);
            select.setInt(3, partition);
            select.setObject(4, journal);
            var all = new TreeMap<String, Long>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    all.put(rows.getString(1), rows.getLong(2));
                }
            }
            return all;
        });
    }

    /** Until every click that this journal has taken is in the ledger. */
    void awaitAllOf(ClickJournal journal) {
        Api.soon().ignoreExceptions().untilAsserted(() -> {
            var level = journal.level();
            assertThat(journal(level.journal()).lastSequence()).isEqualTo(level.lastSequence());
        });
    }
}
