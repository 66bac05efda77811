package dev.casebook.shortener.clicks;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;

/** The table click_journals. */
@ApplicationScoped
class JournalCounts {

    private final DataSource database;

    JournalCounts(DataSource database) {
        this.database = database;
    }

    /** What is known of these journals, which nobody else may change until the caller's transaction ends. New ones are not in it. */
    @Transactional(TxType.MANDATORY)
    Map<UUID, JournalCount> lock(Set<UUID> journals) {
        return Sql.on(database, """
                SELECT journal, last_sequence, counted, missing, lost FROM click_journals
                WHERE journal = ANY (?) ORDER BY journal FOR UPDATE""", select -> {
            select.setArray(1, select.getConnection().createArrayOf("uuid", journals.toArray()));
            var counts = new TreeMap<UUID, JournalCount>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.put(
                            rows.getObject(1, UUID.class),
                            new JournalCount(rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                }
            }
            return counts;
        });
    }

    /** What is known of one journal. */
    JournalCount of(UUID journal) {
        return Sql.on(
                database,
                "SELECT last_sequence, counted, missing, lost FROM click_journals WHERE journal = ?",
                select -> {
                    select.setObject(1, journal);
                    return only(select);
                });
    }

    /** What is known of all journals together. */
    JournalCount sum() {
        return Sql.on(database, """
                SELECT sum(last_sequence)::bigint, sum(counted)::bigint, sum(missing)::bigint, sum(lost)::bigint
                FROM click_journals HAVING count(*) > 0""", JournalCounts::only);
    }

    private static JournalCount only(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            return rows.next()
                    ? new JournalCount(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4))
                    : JournalCount.NONE;
        }
    }

    @Transactional(TxType.MANDATORY)
    void store(Map<UUID, JournalCount> counts) {
        Sql.on(database, """
                INSERT INTO click_journals (journal, last_sequence, counted, missing, lost) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (journal) DO UPDATE SET last_sequence = excluded.last_sequence, counted = excluded.counted,
                    missing = excluded.missing, lost = excluded.lost""", upsert -> {
            for (var entry : counts.entrySet()) {
                upsert.setObject(1, entry.getKey());
                upsert.setLong(2, entry.getValue().lastSequence());
                upsert.setLong(3, entry.getValue().counted());
                upsert.setLong(4, entry.getValue().missing());
                upsert.setLong(5, entry.getValue().lost());
                upsert.addBatch();
            }
            return upsert.executeBatch();
        });
    }
}
