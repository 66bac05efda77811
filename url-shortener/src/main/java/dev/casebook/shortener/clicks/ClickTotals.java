package dev.casebook.shortener.clicks;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.SortedMap;
import javax.sql.DataSource;

/** The table click_totals. */
@ApplicationScoped
class ClickTotals {

    private final DataSource database;

    ClickTotals(DataSource database) {
        this.database = database;
    }

    /** @param clicks by code; in the order of codes, so that two transactions wait for each other but never deadlock */
    @Transactional(TxType.MANDATORY)
    void add(SortedMap<String, Long> clicks) {
        Sql.on(database, """
                INSERT INTO click_totals AS stored (code, total)
                SELECT added.code, added.total FROM unnest(?::text[], ?::bigint[]) AS added (code, total)
                ORDER BY added.code COLLATE "C"
                ON CONFLICT (code) DO UPDATE SET total = stored.total + excluded.total""", upsert -> {
            var connection = upsert.getConnection();
            upsert.setArray(1, connection.createArrayOf("text", clicks.keySet().toArray()));
            upsert.setArray(
                    2, connection.createArrayOf("bigint", clicks.values().toArray()));
            return upsert.executeUpdate();
        });
    }

    /** Clicks counted so far. */
    long of(String code) {
        return Sql.on(database, "SELECT total FROM click_totals WHERE code = ?", select -> {
            select.setString(1, code);
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0L;
            }
        });
    }
}
