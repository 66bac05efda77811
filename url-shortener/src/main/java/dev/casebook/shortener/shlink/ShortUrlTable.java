package dev.casebook.shortener.shlink;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.shlink.VisitsSummary.Counted;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What Shlink's API wants to know of links and clicks together: counts, sums, any order, pages by number. None of it has an index, so everything is asked
 * of one user's newest links, which links_by_owner finds.
 */
@ApplicationScoped
class ShortUrlTable {

    private static final String SEEN = """
            (SELECT id, created_at FROM links
             WHERE owner = ? AND deleted_at IS NULL AND created_at >= ?::timestamptz AND created_at <= ?::timestamptz
             ORDER BY created_at DESC, id DESC LIMIT ?) AS seen
            JOIN links USING (id, created_at)
            LEFT JOIN (SELECT code, total, bots FROM click_totals) AS clicks USING (code)""";

    private static final String MATCHING = """
            SELECT id, code, created_at, url, title, tags, coalesce(total, 0) AS total, coalesce(bots, 0) AS bots
            FROM %s
            WHERE (cardinality(?::text[]) = 0 OR CASE WHEN ? THEN tags @> ?::text[] ELSE tags && ?::text[] END)
                AND NOT (cardinality(?::text[]) > 0 AND CASE WHEN ? THEN coalesce(tags, '{}') @> ?::text[]
                                                             ELSE coalesce(tags, '{}') && ?::text[] END)
                AND (? = '' OR strpos(lower(concat_ws(' ', title, url, code, array_to_string(tags, ' '))), lower(?)) > 0)
                AND (? OR max_visits IS NULL OR coalesce(total, 0) < max_visits)
                AND (? OR valid_until IS NULL OR valid_until > ?::timestamptz)""".formatted(SEEN);

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private final DataSource database;
    private final ShlinkSettings settings;
    private final Clock clock;

    ShortUrlTable(DataSource database, ShlinkSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    long count(String owner, ShortUrlFilter filter) {
        return Sql.on(database, "SELECT count(*) FROM (%s) AS matching".formatted(MATCHING), select -> {
            set(select, owner, filter);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    List<Counted> page(String owner, ShortUrlFilter filter, ShortUrlOrder order, Paging paging) {
        return counted(
                "SELECT code, 1, total, bots FROM (%s) AS matching ORDER BY %s LIMIT %d OFFSET %d"
                        .formatted(MATCHING, order.sql(), paging.size(), paging.offset()),
                owner,
                filter);
    }

    /** All of them together. */
    Counted sum(String owner, ShortUrlFilter filter) {
        return counted("""
                SELECT '', count(*), coalesce(sum(total), 0)::bigint, coalesce(sum(bots), 0)::bigint
                FROM (%s) AS matching""".formatted(MATCHING), owner, filter).getFirst();
    }

    List<String> codes(String owner, ShortUrlFilter filter) {
        return counted("SELECT code, 1, total, bots FROM (%s) AS matching".formatted(MATCHING), owner, filter).stream()
                .map(Counted::name)
                .toList();
    }

    /** By tag. */
    List<Counted> tags(String owner) {
        return counted("""
                SELECT tag, count(*), sum(total)::bigint, sum(bots)::bigint
                FROM (%s) AS matching CROSS JOIN LATERAL unnest(tags) AS tag
                GROUP BY tag COLLATE "C", tag ORDER BY tag COLLATE "C" """.formatted(MATCHING), owner, ShortUrlFilter.ALL);
    }

    boolean answers() {
        return Sql.on(database, "SELECT 1", PreparedStatement::execute);
    }

    private List<Counted> counted(String sql, String owner, ShortUrlFilter filter) {
        return Sql.on(database, sql, select -> {
            set(select, owner, filter);
            var counted = new ArrayList<Counted>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    counted.add(new Counted(
                            rows.getString(1), rows.getLong(2), new VisitsSummary(rows.getLong(3), rows.getLong(4))));
                }
            }
            return List.copyOf(counted);
        });
    }

    private void set(PreparedStatement select, String owner, ShortUrlFilter filter) throws SQLException {
        select.setString(1, owner);
        select.setString(2, text(filter.from(), Instant.EPOCH));
        select.setString(3, text(filter.to(), LAST));
        select.setInt(4, settings.depth());
        set(select, 5, filter.tags());
        set(select, 9, filter.withoutTags());
        select.setString(13, filter.text());
        select.setString(14, filter.text());
        select.setBoolean(15, filter.wornOut());
        select.setBoolean(16, filter.expired());
        select.setString(17, clock.instant().toString());
    }

    private static void set(PreparedStatement select, int first, ShortUrlFilter.Tags tags) throws SQLException {
        var names = select.getConnection().createArrayOf("text", tags.names().toArray());
        select.setArray(first, names);
        select.setBoolean(first + 1, tags.all());
        select.setArray(first + 2, names);
        select.setArray(first + 3, names);
    }

    private static String text(Optional<Instant> instant, Instant otherwise) {
        return instant.orElse(otherwise).toString();
    }
}
