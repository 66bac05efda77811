package dev.casebook.shortener.links;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.links.LinkPage.Position;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Pages of one owner's links. Each walks one index backwards from where the last page ended: links_by_owner, links_deleted_by_owner or, when tags are
 * asked for, link_tags; all are ordered by owner, creation and id. So a page costs the same however deep it lies, and dates are where the walk
 * begins and ends. Text and further tags are looked for in what the walk meets, which is bounded.
 */
@ApplicationScoped
class LinkSearch {

    private static final String BY_OWNER = """
            SELECT id, created_at FROM links
            WHERE owner = ? AND deleted_at IS NULL AND (created_at, id) < (?, ?) AND created_at >= ?
            ORDER BY created_at DESC, id DESC""";

    private static final String DELETED_BY_OWNER = """
            SELECT id, created_at FROM links
            WHERE owner = ? AND deleted_at IS NOT NULL AND (created_at, id) < (?, ?) AND created_at >= ?
            ORDER BY created_at DESC, id DESC""";

    private static final String BY_TAG = """
            SELECT link_id AS id, created_at FROM link_tags
            WHERE owner = ? AND tag = ? AND (created_at, link_id) < (?, ?) AND created_at >= ?
            ORDER BY created_at DESC, link_id DESC""";

    private final DataSource database;
    private final LinkRow row;
    private final LinkSettings settings;

    LinkSearch(DataSource database, LinkRow row, LinkSettings settings) {
        this.database = database;
        this.row = row;
        this.settings = settings;
    }

    /** Newest first. May hold fewer links than asked for, even none, and have a next page all the same. */
    LinkPage page(String owner, LinkFilter filter, Position after, int limit) {
        var start = filter.createdUntil()
                .filter(until -> until.isBefore(after.createdAt()))
                .map(until -> new Position(until, 0))
                .orElse(after);
        var walk = new Walk(owner, filter, start);
        int depth = walk.isExact() ? limit + 1 : settings.searchDepth();
        var found = found(walk, depth, limit + 1);
        if (found.size() > limit) {
            var links = found.subList(0, limit);
            return new LinkPage(links, Optional.of(Position.of(links.getLast())));
        }
        return new LinkPage(found, walk.isExact() ? Optional.empty() : end(walk, depth));
    }

    private List<Link> found(Walk walk, int depth, int limit) {
        return Sql.on(database, """
                SELECT %s FROM (%s LIMIT ?) AS walked JOIN links USING (id, created_at)
                WHERE (deleted_at IS NOT NULL) = ? AND coalesce(tags, '{}') @> ?::text[]
                    AND (? = '' OR strpos(lower(concat_ws(' ', title, url, code)), lower(?)) > 0)
                ORDER BY created_at DESC, id DESC LIMIT ?""".formatted(LinkRow.COLUMNS, walk.sql()), select -> {
            int next = walk.set(select);
            select.setInt(next++, depth);
            select.setBoolean(next++, walk.filter().deleted());
            select.setArray(
                    next++,
                    select.getConnection()
                            .createArrayOf("text", walk.filter().tags().toArray()));
            var text = walk.filter().text().orElse("");
            select.setString(next++, text);
            select.setString(next++, text);
            select.setInt(next, limit);
            return row.links(select);
        });
    }

    /** Where the walk stopped for its depth; empty when it came to the end. */
    private Optional<Position> end(Walk walk, int depth) {
        return Sql.on(database, walk.sql() + " OFFSET ? LIMIT 1", select -> {
            select.setInt(walk.set(select), depth - 1);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(new Position(
                                rows.getObject("created_at", OffsetDateTime.class)
                                        .toInstant(),
                                rows.getLong("id")))
                        : Optional.empty();
            }
        });
    }

    static String walk(LinkFilter filter) {
        if (!filter.tags().isEmpty()) {
            return BY_TAG;
        }
        return filter.deleted() ? DELETED_BY_OWNER : BY_OWNER;
    }

    private record Walk(String owner, LinkFilter filter, Position start) {

        /** True when every link that it meets is one to show. */
        boolean isExact() {
            return filter.tags().isEmpty() && filter.text().isEmpty();
        }

        String sql() {
            return walk(filter);
        }

        /** @return the number of the next parameter */
        int set(PreparedStatement statement) throws SQLException {
            int next = 1;
            statement.setString(next++, owner);
            if (!filter.tags().isEmpty()) {
                statement.setString(next++, filter.tags().getFirst());
            }
            statement.setObject(next++, LinkRow.timestamp(start.createdAt()));
            statement.setLong(next++, start.id());
            statement.setObject(next++, LinkRow.timestamp(filter.createdFrom().orElse(Instant.EPOCH)));
            return next;
        }
    }
}
