package dev.casebook.shortener.links;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.rules.Redirection;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/** The table links, link by link. Takes part in the caller's transaction, if there is one. */
@ApplicationScoped
class LinkRepository {

    private final DataSource database;
    private final LinkRow row;

    LinkRepository(DataSource database, LinkRow row) {
        this.database = database;
        this.row = row;
    }

    /**
     * Stores those whose code is free. The unique index decides, without a look before.
     *
     * @param drafts with different codes
     */
    List<Link> insertWhereFree(String owner, List<Draft> drafts, Instant now) {
        // In the order of codes, so that two batches that want the same aliases wait for each other but never deadlock.
        // Tags come as one JSON array each, because unnest would flatten an array of arrays.
        return Sql.on(database, """
                INSERT INTO links (owner, created_at, updated_at, code, url, title, tags, valid_from, valid_until,
                                   max_visits, status, forward_query, rules, max_age)
                SELECT ?, ?, ?, code, url, title,
                       CASE WHEN tags IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(tags)) END,
                       valid_from, valid_until, max_visits, status, forward_query, rules, max_age
                FROM unnest(?::text[], ?::text[], ?::text[], ?::jsonb[], ?::timestamptz[], ?::timestamptz[], ?::bigint[],
                            ?::smallint[], ?::boolean[], ?::jsonb[], ?::integer[])
                    AS wanted (code, url, title, tags, valid_from, valid_until, max_visits, status, forward_query, rules,
                               max_age)
                ORDER BY code COLLATE "C"
                ON CONFLICT (code) DO NOTHING
                RETURNING %s""".formatted(LinkRow.COLUMNS), insert -> {
            insert.setString(1, owner);
            insert.setObject(2, LinkRow.timestamp(now));
            insert.setObject(3, LinkRow.timestamp(now));
            var columns = new Columns(insert, drafts, 4);
            columns.add("text", Draft::code);
            columns.add("text", draft -> draft.redirection().url());
            columns.add("text", draft -> draft.label().title().orElse(null));
            columns.add("text", draft -> row.tags(draft.label()));
            columns.add("text", draft -> text(draft.redirection().window().from()));
            columns.add("text", draft -> text(draft.redirection().window().until()));
            columns.add("bigint", draft -> maxVisits(draft.redirection()));
            columns.add("smallint", draft -> draft.redirection().status().code());
            columns.add("boolean", draft -> draft.redirection().forwardQuery());
            columns.add("text", draft -> row.rules(draft.redirection()));
            columns.add("integer", draft -> draft.redirection().maxAge());
            return row.links(insert);
        });
    }

    Optional<Link> find(String owner, String code) {
        return Sql.on(database, """
                SELECT %s FROM links WHERE code = ? AND owner = ? AND deleted_at IS NULL""".formatted(LinkRow.COLUMNS), select -> {
            select.setString(1, code);
            select.setString(2, owner);
            return row.links(select).stream().findFirst();
        });
    }

    /** The owner's live links among these codes, in no order. */
    List<Link> findAll(String owner, Collection<String> codes) {
        return Sql.on(database, """
                SELECT %s FROM links WHERE code = ANY (?) AND owner = ? AND deleted_at IS NULL""".formatted(LinkRow.COLUMNS), select -> {
            select.setArray(1, select.getConnection().createArrayOf("text", codes.toArray()));
            select.setString(2, owner);
            return row.links(select);
        });
    }

    /** Live or deleted, and held until the transaction ends: nobody changes it between this reading and the writing after it. */
    Optional<Link> lock(String owner, String code) {
        return Sql.on(database, """
                SELECT %s FROM links WHERE code = ? AND owner = ? FOR UPDATE""".formatted(LinkRow.COLUMNS), select -> {
            select.setString(1, code);
            select.setString(2, owner);
            return row.links(select).stream().findFirst();
        });
    }

    /** @param locked the link as it was, which the caller holds */
    Link update(Link locked, Redirection redirection, Label label, boolean deleted, Instant now) {
        return Sql.on(database, """
                UPDATE links SET version = version + 1, updated_at = ?, deleted_at = ?, url = ?, title = ?,
                    tags = CASE WHEN ?::jsonb IS NOT NULL THEN ARRAY(SELECT jsonb_array_elements_text(?::jsonb)) END,
                    valid_from = ?::timestamptz, valid_until = ?::timestamptz, max_visits = ?, status = ?, forward_query = ?, rules = ?::jsonb,
                    max_age = ?
                WHERE id = ? AND version = ?
                RETURNING %s""".formatted(LinkRow.COLUMNS), update -> {
            update.setObject(1, LinkRow.timestamp(now));
            update.setObject(2, deleted ? LinkRow.timestamp(now) : null, Types.TIMESTAMP_WITH_TIMEZONE);
            update.setString(3, redirection.url());
            update.setString(4, label.title().orElse(null));
            update.setString(5, row.tags(label));
            update.setString(6, row.tags(label));
            update.setString(7, text(redirection.window().from()));
            update.setString(8, text(redirection.window().until()));
            update.setObject(9, maxVisits(redirection), Types.BIGINT);
            update.setInt(10, redirection.status().code());
            update.setBoolean(11, redirection.forwardQuery());
            update.setString(12, row.rules(redirection));
            update.setInt(13, redirection.maxAge());
            update.setLong(14, locked.id());
            update.setLong(15, locked.version());
            return row.links(update).getFirst();
        });
    }

    /** Those who wait here for the same owner and target come one after the other, until their transactions end. */
    void lockTarget(String owner, String url) {
        Sql.on(database, "SELECT pg_advisory_xact_lock(hashtextextended(?, hashtextextended(?, 0)))", lock -> {
            lock.setString(1, url);
            lock.setString(2, owner);
            return lock.execute();
        });
    }

    /** The owner's oldest live link that is just like the draft, its code aside unless it was chosen. Finds it by links_by_target. */
    Optional<Link> findAlike(String owner, Draft draft) {
        return Sql.on(database, """
                SELECT %s FROM links
                WHERE hashtextextended(url, hashtextextended(owner, 0)) = hashtextextended(?, hashtextextended(?, 0))
                    AND owner = ? AND url = ? AND deleted_at IS NULL
                    AND title IS NOT DISTINCT FROM ? AND to_jsonb(tags) IS NOT DISTINCT FROM ?::jsonb
                    AND valid_from IS NOT DISTINCT FROM ?::timestamptz AND valid_until IS NOT DISTINCT FROM ?::timestamptz
                    AND max_visits IS NOT DISTINCT FROM ? AND status = ? AND forward_query = ?
                    AND rules IS NOT DISTINCT FROM ?::jsonb AND max_age = ? AND (NOT ? OR code = ?)
                ORDER BY created_at, id LIMIT 1""".formatted(LinkRow.COLUMNS), select -> {
            var redirection = draft.redirection();
            select.setString(1, redirection.url());
            select.setString(2, owner);
            select.setString(3, owner);
            select.setString(4, redirection.url());
            select.setString(5, draft.label().title().orElse(null));
            select.setString(6, row.tags(draft.label()));
            select.setString(7, text(redirection.window().from()));
            select.setString(8, text(redirection.window().until()));
            select.setObject(9, maxVisits(redirection), Types.BIGINT);
            select.setInt(10, redirection.status().code());
            select.setBoolean(11, redirection.forwardQuery());
            select.setString(12, row.rules(redirection));
            select.setInt(13, redirection.maxAge());
            select.setBoolean(14, draft.chosen());
            select.setString(15, draft.code());
            return row.links(select).stream().findFirst();
        });
    }

    private static Long maxVisits(Redirection redirection) {
        return redirection.maxVisits().isPresent() ? redirection.maxVisits().getAsLong() : null;
    }

    private static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** One array for each column, one element for each draft. */
    private static final class Columns {

        private final PreparedStatement statement;
        private final List<Draft> drafts;
        private int next;

        Columns(PreparedStatement statement, List<Draft> drafts, int first) {
            this.statement = statement;
            this.drafts = drafts;
            this.next = first;
        }

        void add(String type, Function<Draft, Object> value) throws SQLException {
            var values = new ArrayList<>(drafts.size());
            drafts.forEach(draft -> values.add(value.apply(draft)));
            statement.setArray(next++, statement.getConnection().createArrayOf(type, values.toArray()));
        }
    }
}
