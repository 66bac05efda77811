package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.statistics.StatisticsResponse.Value;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** What is asked of click_quarters and click_days: one walk over a piece of each primary key. */
@ApplicationScoped
class RangeTable {

    static final String SERIES = """
            SELECT starts_at, clicks, bots, visitors FROM click_quarters
            WHERE code = ? AND starts_at >= ?::timestamptz AND starts_at < ?::timestamptz
            UNION ALL
            SELECT starts_at, clicks, bots, visitors FROM click_days
            WHERE code = ? AND starts_at >= ?::timestamptz AND starts_at < ?::timestamptz""";

    static final String SHARES = """
            SELECT counted.value, sum(counted.clicks::bigint)::bigint AS clicks FROM (
                SELECT breakdown FROM click_quarters
                WHERE code = ? AND starts_at >= ?::timestamptz AND starts_at < ?::timestamptz
                UNION ALL
                SELECT breakdown FROM click_days
                WHERE code = ? AND starts_at >= ?::timestamptz AND starts_at < ?::timestamptz
            ) AS period
            CROSS JOIN LATERAL jsonb_each_text(period.breakdown -> ?) AS counted (value, clicks)
            WHERE counted.value <> ?
            GROUP BY counted.value ORDER BY clicks DESC, counted.value LIMIT ?""";

    private static final int PARAMETERS = 3;

    private final DataSource database;

    RangeTable(DataSource database) {
        this.database = database;
    }

    void series(String code, Range range, Consumer<SeriesRow> each) {
        Sql.on(database, SERIES, select -> {
            setRange(select, code, range);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    each.accept(new SeriesRow(
                            rows.getObject(1, OffsetDateTime.class).toInstant(),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getBytes(4)));
                }
            }
            return null;
        });
    }

    /** The values with most clicks, without the collective one. */
    List<Value> shares(String code, Range range, Dimension dimension, int limit) {
        return Sql.on(database, SHARES, select -> {
            int next = setRange(select, code, range);
            select.setString(next++, dimension.text());
            select.setString(next++, Breakdown.OTHER);
            select.setInt(next, limit);
            List<Value> values = new ArrayList<>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    values.add(new Value(rows.getString(1), rows.getLong(2)));
                }
            }
            return List.copyOf(values);
        });
    }

    private static int setRange(PreparedStatement select, String code, Range range) throws SQLException {
        for (int first = 1; first <= 1 + PARAMETERS; first += PARAMETERS) {
            select.setString(first, code);
            select.setString(first + 1, range.from().toInstant().toString());
            select.setString(first + 2, range.to().toInstant().toString());
        }
        return 1 + 2 * PARAMETERS;
    }
}
