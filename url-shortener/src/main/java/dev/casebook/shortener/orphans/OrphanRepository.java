package dev.casebook.shortener.orphans;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** The table orphan_visits: a row for each process, day and kind. */
@ApplicationScoped
public class OrphanRepository {

    private final DataSource database;

    OrphanRepository(DataSource database) {
        this.database = database;
    }

    /** Whole counts, not what was added: to write them twice, or late, changes nothing. */
    void write(UUID process, List<OrphanDay> days) {
        Sql.on(database, """
                INSERT INTO orphan_visits AS stored (day, kind, process, visits, bots)
                SELECT day, kind, ?, visits, bots
                FROM unnest(?::date[], ?::text[], ?::bigint[], ?::bigint[]) AS counted (day, kind, visits, bots)
                ON CONFLICT (day, kind, process) DO UPDATE
                SET visits = greatest(stored.visits, excluded.visits), bots = greatest(stored.bots, excluded.bots)""", upsert -> {
            upsert.setObject(1, process);
            var connection = upsert.getConnection();
            upsert.setArray(2, connection.createArrayOf("text", column(days, day -> day.day()
                    .toString())));
            upsert.setArray(3, connection.createArrayOf("text", column(days, OrphanDay::kind)));
            upsert.setArray(4, connection.createArrayOf("bigint", column(days, OrphanDay::visits)));
            upsert.setArray(5, connection.createArrayOf("bigint", column(days, OrphanDay::bots)));
            return upsert.executeUpdate();
        });
    }

    /** The days on which there were any, in order, of all processes together. Both days are included. */
    public List<OrphanDay> days(LocalDate from, LocalDate to) {
        return Sql.on(database, """
                SELECT day, kind, sum(visits)::bigint, sum(bots)::bigint FROM orphan_visits
                WHERE day BETWEEN ? AND ? GROUP BY day, kind ORDER BY day, kind""", select -> {
            select.setObject(1, from);
            select.setObject(2, to);
            List<OrphanDay> days = new ArrayList<>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    days.add(new OrphanDay(
                            rows.getObject(1, LocalDate.class), rows.getString(2), rows.getLong(3), rows.getLong(4)));
                }
            }
            return List.copyOf(days);
        });
    }

    private static Object[] column(List<OrphanDay> days, Function<OrphanDay, Object> value) {
        return days.stream().map(value).toArray();
    }
}
