package dev.casebook.shortener.links;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** The table links. Takes part in the caller's transaction, if there is one. */
@ApplicationScoped
class LinkRepository {

    private static final String COLUMNS = "id, code, owner, url, version, created_at, updated_at, deleted_at";

    private final DataSource database;

    LinkRepository(DataSource database) {
        this.database = database;
    }

    /**
     * Stores those whose code is free. The unique index decides, without a look before.
     *
     * @param drafts with different codes
     */
    List<Link> insertWhereFree(String owner, List<Draft> drafts, Instant now) {
        // In the order of codes, so that two batches that want the same aliases wait for each other but never deadlock.
        return Sql.on(database, """
                INSERT INTO links (code, owner, url, created_at, updated_at)
                SELECT wanted.code, ?, wanted.url, ?, ?
                FROM unnest(?::text[], ?::text[]) AS wanted (code, url) ORDER BY wanted.code COLLATE "C"
                ON CONFLICT (code) DO NOTHING
                RETURNING %s""".formatted(COLUMNS), insert -> {
            insert.setString(1, owner);
            insert.setObject(2, timestamp(now));
            insert.setObject(3, timestamp(now));
            insert.setArray(4, texts(insert, drafts.stream().map(Draft::code)));
            insert.setArray(5, texts(insert, drafts.stream().map(Draft::url)));
            return links(insert);
        });
    }

    Optional<Link> find(String owner, String code) {
        return Sql.on(database, """
                SELECT %s FROM links WHERE code = ? AND owner = ? AND deleted_at IS NULL""".formatted(COLUMNS), select -> {
            select.setString(1, code);
            select.setString(2, owner);
            return links(select).stream().findFirst();
        });
    }

    /** Newest first, those with an id below {@code before}: reads only the page, however deep it lies. */
    List<Link> page(String owner, long before, int limit) {
        return Sql.on(database, """
                SELECT %s FROM links WHERE owner = ? AND deleted_at IS NULL AND id < ?
                ORDER BY id DESC LIMIT ?""".formatted(COLUMNS), select -> {
            select.setString(1, owner);
            select.setLong(2, before);
            select.setInt(3, limit);
            return links(select);
        });
    }

    /** @return empty if the owner has no such link, or it has another version than the one expected */
    Optional<Link> retarget(String owner, String code, ExpectedVersion expected, String url, Instant now) {
        return Sql.on(database, """
                UPDATE links SET version = version + 1, url = ?, updated_at = ?
                WHERE code = ? AND owner = ? AND deleted_at IS NULL AND (? OR version = ANY (?))
                RETURNING %s""".formatted(COLUMNS), update -> {
            update.setString(1, url);
            update.setObject(2, timestamp(now));
            update.setString(3, code);
            update.setString(4, owner);
            update.setBoolean(5, expected.any());
            update.setArray(6, numbers(update, expected.versions()));
            return links(update).stream().findFirst();
        });
    }

    /** @return empty if the owner has no such link, or it has another version than the one expected */
    Optional<Link> delete(String owner, String code, ExpectedVersion expected, Instant now) {
        return Sql.on(database, """
                UPDATE links SET version = version + 1, deleted_at = ?, updated_at = ?
                WHERE code = ? AND owner = ? AND deleted_at IS NULL AND (? OR version = ANY (?))
                RETURNING %s""".formatted(COLUMNS), update -> {
            update.setObject(1, timestamp(now));
            update.setObject(2, timestamp(now));
            update.setString(3, code);
            update.setString(4, owner);
            update.setBoolean(5, expected.any());
            update.setArray(6, numbers(update, expected.versions()));
            return links(update).stream().findFirst();
        });
    }

    private static List<Link> links(PreparedStatement statement) throws SQLException {
        var links = new ArrayList<Link>();
        try (var rows = statement.executeQuery()) {
            while (rows.next()) {
                links.add(link(rows));
            }
        }
        return links;
    }

    private static Link link(ResultSet row) throws SQLException {
        return new Link(
                row.getLong("id"),
                row.getString("code"),
                row.getString("owner"),
                row.getString("url"),
                row.getLong("version"),
                instant(row, "created_at"),
                instant(row, "updated_at"),
                row.getObject("deleted_at") != null);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Array texts(PreparedStatement statement, Stream<String> texts) throws SQLException {
        return statement.getConnection().createArrayOf("text", texts.toArray());
    }

    private static Array numbers(PreparedStatement statement, Collection<Long> numbers) throws SQLException {
        return statement.getConnection().createArrayOf("bigint", numbers.toArray());
    }
}
