package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** The clicks of many links in one row, period by period and newest first, as far as they are still told apart by time. */
@ApplicationScoped
public class ClickHistory {

    /** A quarter or day that a bound cuts is in: when within it a click was made is not known. */
    private static final String PERIODS = """
            SELECT code, starts_at, clicks, CASE WHEN ? THEN bots ELSE 0 END AS bots, clicks - bots AS people, breakdown
            FROM (
                SELECT code, starts_at, clicks, bots, breakdown FROM click_quarters
                WHERE code = ANY (?) AND starts_at > ?::timestamptz - interval '15 minutes' AND starts_at <= ?::timestamptz
                UNION ALL
                SELECT code, starts_at, clicks, bots, breakdown FROM click_days
                WHERE code = ANY (?) AND starts_at > ?::timestamptz - interval '1 day' AND starts_at <= ?::timestamptz
            ) AS periods""";

    private final DataSource database;
    private final ClickTotals totals;
    private final BreakdownJson json;

    ClickHistory(DataSource database, ClickTotals totals, BreakdownJson json) {
        this.database = database;
        this.totals = totals;
        this.json = json;
    }

    /** How many clicks {@link #slices} would tell of, one after the other. */
    public long count(Filter filter) {
        return Sql.on(
                database,
                "SELECT coalesce(sum(people + bots), 0)::bigint FROM (%s) AS p".formatted(PERIODS),
                select -> {
                    filter.set(select);
                    try (var rows = select.executeQuery()) {
                        rows.next();
                        return rows.getLong(1);
                    }
                });
    }

    /** The periods in which these clicks lie, counted from the newest. */
    public List<Slice> slices(Filter filter, long first, int limit) {
        return Sql.on(database, """
                SELECT code, starts_at, people, bots, upto - people - bots AS before, breakdown FROM (
                    SELECT p.*, sum(people + bots) OVER (ORDER BY starts_at DESC, code) AS upto FROM (%s) AS p
                ) AS counted
                WHERE upto > ? AND upto - people - bots < ? AND people + bots > 0
                ORDER BY starts_at DESC, code""".formatted(PERIODS), select -> {
            int next = filter.set(select);
            select.setLong(next++, first);
            select.setLong(next, first + limit);
            var slices = new ArrayList<Slice>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    slices.add(new Slice(
                            rows.getString("code"),
                            rows.getObject("starts_at", OffsetDateTime.class).toInstant(),
                            rows.getLong("before"),
                            rows.getLong("people"),
                            referrers(rows.getString("breakdown")),
                            rows.getLong("bots")));
                }
            }
            return List.copyOf(slices);
        });
    }

    /**
     * Forgets the clicks on a link. The ledger is not touched by this: they were served and counted.
     *
     * @return how many were forgotten, with those that were no longer told apart by time
     */
    @Transactional
    public long forget(String code) {
        totals.lock(List.of(code));
        for (var period : Period.values()) {
            Sql.on(database, "DELETE FROM %s WHERE code = ?".formatted(period.table()), delete -> {
                delete.setString(1, code);
                return delete.executeUpdate();
            });
        }
        return totals.delete(code);
    }

    private SortedMap<String, Long> referrers(String breakdown) {
        var named = new TreeMap<>(json.read(breakdown).of(Dimension.REFERRER));
        named.keySet().removeAll(List.of(Breakdown.NONE, Breakdown.OTHER));
        return named;
    }

    /**
     * Which clicks.
     *
     * @param from the first instant; empty: since ever
     * @param to the last instant
     * @param bots whether those of bots too
     */
    public record Filter(Collection<String> codes, Optional<Instant> from, Instant to, boolean bots) {

        private int set(PreparedStatement select) throws SQLException {
            int next = 1;
            select.setBoolean(next++, bots);
            for (int table = 0; table < 2; table++) {
                select.setArray(next++, select.getConnection().createArrayOf("text", codes.toArray()));
                select.setString(next++, from.orElse(Instant.EPOCH).toString());
                select.setString(next++, to.toString());
            }
            return next;
        }
    }

    /**
     * Clicks on one link in one period.
     *
     * @param before clicks in newer slices
     * @param people clicks of people
     * @param referrers those of them whose referrer is known, by its host
     * @param bots clicks of bots
     */
    public record Slice(
            String code, Instant startsAt, long before, long people, SortedMap<String, Long> referrers, long bots) {}
}
