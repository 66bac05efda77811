package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/**
 * The tables click_quarters and click_days. A summary is read, added to and written back; what keeps others away meanwhile is the lock on the row of
 * its code in click_totals, which each transaction that writes here takes first.
 */
@ApplicationScoped
class PeriodTable {

    static final String OLDEST = """
            SELECT code, starts_at FROM %s WHERE starts_at < ?::timestamptz ORDER BY starts_at LIMIT ?""";

    private final DataSource database;
    private final BreakdownJson json;
    private final StatisticsSettings settings;

    PeriodTable(DataSource database, BreakdownJson json, StatisticsSettings settings) {
        this.database = database;
        this.json = json;
        this.settings = settings;
    }

    /** Adds to what is stored. */
    @Transactional(TxType.MANDATORY)
    void add(Period period, SortedMap<Place, Summary> summaries) {
        load(period, summaries.keySet())
                .forEach((place, stored) -> summaries.get(place).addAll(stored));
        summaries.values().forEach(summary -> summary.breakdown().trim(settings.values()));
        store(period, summaries);
    }

    /** Takes these away, and what they held with them. */
    @Transactional(TxType.MANDATORY)
    SortedMap<Place, Summary> take(Period period, Collection<Place> places) {
        return summaries(places, """
                DELETE FROM %s AS stored USING unnest(?::text[], ?::timestamptz[]) AS wanted (code, starts_at)
                WHERE stored.code = wanted.code COLLATE "C" AND stored.starts_at = wanted.starts_at
                RETURNING stored.code, stored.starts_at, clicks, bots, visitors, breakdown""".formatted(period.table()));
    }

    /** The oldest that begin before an instant. */
    @Transactional(TxType.MANDATORY)
    List<Place> oldest(Period period, Instant before, int limit) {
        return Sql.on(database, OLDEST.formatted(period.table()), select -> {
            select.setString(1, before.toString());
            select.setInt(2, limit);
            var places = new ArrayList<Place>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    places.add(place(rows));
                }
            }
            return List.copyOf(places);
        });
    }

    private Map<Place, Summary> load(Period period, Collection<Place> places) {
        return summaries(places, """
                SELECT stored.code, stored.starts_at, clicks, bots, visitors, breakdown
                FROM unnest(?::text[], ?::timestamptz[]) AS wanted (code, starts_at)
                JOIN %s AS stored
                    ON stored.code = wanted.code COLLATE "C" AND stored.starts_at = wanted.starts_at""".formatted(period.table()));
    }

    private SortedMap<Place, Summary> summaries(Collection<Place> places, String sql) {
        return Sql.on(database, sql, statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", codes(places)));
            statement.setArray(2, connection.createArrayOf("timestamptz", starts(places)));
            var found = new TreeMap<Place, Summary>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            place(rows),
                            new Summary(
                                    rows.getLong("clicks"),
                                    rows.getLong("bots"),
                                    VisitorSketch.of(rows.getBytes("visitors")),
                                    json.read(rows.getString("breakdown"))));
                }
            }
            return found;
        });
    }

    private void store(Period period, SortedMap<Place, Summary> summaries) {
        Sql.on(database, """
                INSERT INTO %s (code, starts_at, clicks, bots, visitors, breakdown)
                SELECT code, starts_at, clicks, bots, visitors, breakdown::jsonb
                FROM unnest(?::text[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bytea[], ?::text[])
                    AS written (code, starts_at, clicks, bots, visitors, breakdown)
                ON CONFLICT (code, starts_at) DO UPDATE SET clicks = excluded.clicks, bots = excluded.bots,
                    visitors = excluded.visitors, breakdown = excluded.breakdown""".formatted(period.table()), upsert -> {
            var connection = upsert.getConnection();
            var values = summaries.values();
            upsert.setArray(1, connection.createArrayOf("text", codes(summaries.keySet())));
            upsert.setArray(2, connection.createArrayOf("timestamptz", starts(summaries.keySet())));
            upsert.setArray(
                    3,
                    connection.createArrayOf(
                            "bigint", values.stream().map(Summary::clicks).toArray()));
            upsert.setArray(
                    4,
                    connection.createArrayOf(
                            "bigint", values.stream().map(Summary::bots).toArray()));
            upsert.setArray(
                    5,
                    connection.createArrayOf(
                            "bytea",
                            values.stream()
                                    .map(summary -> summary.visitors().bytes())
                                    .toArray(byte[][]::new)));
            upsert.setArray(
                    6,
                    connection.createArrayOf(
                            "text",
                            values.stream()
                                    .map(summary -> json.write(summary.breakdown()))
                                    .toArray()));
            return upsert.executeUpdate();
        });
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(
                row.getString("code"),
                row.getObject("starts_at", OffsetDateTime.class).toInstant());
    }

    private static Object[] codes(Collection<Place> places) {
        return places.stream().map(Place::code).toArray();
    }

    private static Object[] starts(Collection<Place> places) {
        return places.stream().map(place -> place.startsAt().toString()).toArray();
    }
}
