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

    static final String OLDEST_DAYS = """
            SELECT code, starts_at FROM click_days WHERE starts_at < ?::timestamptz ORDER BY starts_at LIMIT ?""";

    /**
     * The days of the oldest quarters. Days before which there is enough already are left for the next time, so that no more than one day is beyond what
     * was asked for.
     */
    static final String DAYS_OF_OLDEST_QUARTERS = """
            WITH oldest AS MATERIALIZED (
                SELECT code, starts_at FROM click_quarters WHERE starts_at < ?::timestamptz ORDER BY starts_at LIMIT ?
            ), days AS (
                SELECT DISTINCT code, date_trunc('day', starts_at, 'UTC') AS starts_at FROM oldest
            ), sized AS (
                SELECT days.code, days.starts_at, sum(size.quarters) OVER (ORDER BY days.starts_at, days.code) - size.quarters AS sooner
                FROM days CROSS JOIN LATERAL (
                    SELECT count(*) AS quarters FROM click_quarters AS stored
                    WHERE stored.code = days.code AND stored.starts_at >= days.starts_at
                        AND stored.starts_at < days.starts_at + interval '24 hours'
                ) AS size
            )
            SELECT code, starts_at FROM sized WHERE sooner < ?""";

    static final String TAKE_QUARTERS = """
            DELETE FROM click_quarters AS stored USING unnest(?::text[], ?::timestamptz[]) AS wanted (code, starts_at)
            WHERE stored.code = wanted.code COLLATE "C" AND stored.starts_at >= wanted.starts_at
                AND stored.starts_at < wanted.starts_at + interval '24 hours'
            RETURNING stored.code, stored.starts_at, clicks, bots, visitors, breakdown""";

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

    /**
     * Takes all quarters of these days away, and what they held with them.
     *
     * @param days of UTC
     */
    @Transactional(TxType.MANDATORY)
    SortedMap<Place, Summary> takeQuarters(Collection<Place> days) {
        return summaries(days, TAKE_QUARTERS);
    }

    /**
     * The days of the oldest quarters that begin before an instant.
     *
     * @param quarters that they have together, about: less, and there are no more; more by those of one day at most
     */
    @Transactional(TxType.MANDATORY)
    List<Place> daysOfOldestQuarters(Instant before, int quarters) {
        return Sql.on(database, DAYS_OF_OLDEST_QUARTERS, select -> {
            select.setString(1, before.toString());
            select.setInt(2, quarters);
            select.setInt(3, quarters);
            var places = new ArrayList<Place>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    places.add(place(rows));
                }
            }
            return List.copyOf(places);
        });
    }

    /** @return how many days are gone, the oldest that begin before an instant */
    @Transactional(TxType.MANDATORY)
    int forgetDays(Instant before, int limit) {
        return Sql.on(database, """
                WITH oldest AS (%s)
                DELETE FROM click_days AS stored USING oldest
                WHERE stored.code = oldest.code AND stored.starts_at = oldest.starts_at""".formatted(OLDEST_DAYS), delete -> {
            delete.setString(1, before.toString());
            delete.setInt(2, limit);
            return delete.executeUpdate();
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
