package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import javax.sql.DataSource;

/** The table click_totals. Who has changed a code's row holds it until the transaction ends, and with it all that is counted of this code. */
@ApplicationScoped
public class ClickTotals {

    private final DataSource database;

    ClickTotals(DataSource database) {
        this.database = database;
    }

    /**
     * @param clicks by code; in the order of codes, so that two transactions wait for each other but never deadlock
     * @param bots how many of them were bots'; none for a code that is not in it
     */
    @Transactional(TxType.MANDATORY)
    public void add(SortedMap<String, Long> clicks, Map<String, Long> bots) {
        Sql.on(database, """
                INSERT INTO click_totals AS stored (code, total, bots)
                SELECT added.code, added.total, added.bots
                FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS added (code, total, bots)
                ORDER BY added.code COLLATE "C"
                ON CONFLICT (code) DO UPDATE SET total = stored.total + excluded.total,
                    bots = stored.bots + excluded.bots""", upsert -> {
            var connection = upsert.getConnection();
            upsert.setArray(1, connection.createArrayOf("text", clicks.keySet().toArray()));
            upsert.setArray(
                    2, connection.createArrayOf("bigint", clicks.values().toArray()));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint",
                            clicks.keySet().stream()
                                    .map(code -> bots.getOrDefault(code, 0L))
                                    .toArray()));
            return upsert.executeUpdate();
        });
    }

    /** Holds off those who would count clicks on these codes, until the transaction ends. */
    @Transactional(TxType.MANDATORY)
    void lock(Collection<String> codes) {
        Sql.on(database, "SELECT FROM click_totals WHERE code = ANY (?) ORDER BY code FOR NO KEY UPDATE", select -> {
            select.setArray(1, select.getConnection().createArrayOf("text", codes.toArray()));
            return select.execute();
        });
    }

    /** Clicks counted so far. */
    public Totals of(String code) {
        return Sql.on(database, "SELECT total, bots FROM click_totals WHERE code = ?", select -> {
            select.setString(1, code);
            try (var rows = select.executeQuery()) {
                return rows.next() ? new Totals(rows.getLong(1), rows.getLong(2)) : Totals.NONE;
            }
        });
    }

    /** @return the clicks that were forgotten */
    @Transactional(TxType.MANDATORY)
    long delete(String code) {
        return Sql.on(database, "DELETE FROM click_totals WHERE code = ? RETURNING total", delete -> {
            delete.setString(1, code);
            try (var rows = delete.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0L;
            }
        });
    }
}
