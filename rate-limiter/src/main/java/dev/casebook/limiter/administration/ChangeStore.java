package dev.casebook.limiter.administration;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.limiter.administration.AuditedChange.Action;
import dev.casebook.limiter.administration.AuditedChange.Kind;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Who changed what, in PostgreSQL. */
@Singleton
final class ChangeStore {

    private static final String COLUMNS =
            "revision, changed_at, changed_by, kind, action, domain, override_id, before, after";

    private final DataSource database;

    ChangeStore(DataSource database) {
        this.database = database;
    }

    void insert(AuditedChange change) {
        Sql.on(
                database,
                "insert into rule_change (%s) values (?, ?, ?, ?, ?, ?, ?, ?, ?)".formatted(COLUMNS),
                insert -> {
                    insert.setLong(1, change.revision());
                    insert.setObject(2, RuleStore.timestamp(change.at()));
                    insert.setString(3, change.by());
                    insert.setString(4, name(change.kind()));
                    insert.setString(5, name(change.action()));
                    insert.setString(6, change.domain());
                    insert.setObject(7, change.override().orElse(null));
                    insert.setString(8, change.before().orElse(null));
                    insert.setString(9, change.after().orElse(null));
                    return insert.executeUpdate();
                });
    }

    /**
     * Newest first.
     *
     * @param before a revision; those before it
     */
    List<AuditedChange> page(Optional<String> domain, long before, int limit) {
        var filter = domain.isPresent() ? "domain = ? and " : "";
        return Sql.on(
                database,
                "select %s from rule_change where %srevision < ? order by revision desc limit ?"
                        .formatted(COLUMNS, filter),
                select -> {
                    int next = 1;
                    if (domain.isPresent()) {
                        select.setString(next++, domain.get());
                    }
                    select.setLong(next++, before);
                    select.setInt(next, limit);
                    return RuleStore.rows(select.executeQuery(), ChangeStore::change);
                });
    }

    int removeBefore(Instant instant) {
        return Sql.on(database, "delete from rule_change where changed_at < ?", delete -> {
            delete.setObject(1, RuleStore.timestamp(instant));
            return delete.executeUpdate();
        });
    }

    private static AuditedChange change(ResultSet row) throws SQLException {
        return new AuditedChange(
                row.getLong("revision"),
                row.getObject("changed_at", OffsetDateTime.class).toInstant(),
                row.getString("changed_by"),
                Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                Action.valueOf(row.getString("action").toUpperCase(Locale.ROOT)),
                row.getString("domain"),
                Optional.ofNullable(row.getObject("override_id", UUID.class)),
                Optional.ofNullable(row.getString("before")),
                Optional.ofNullable(row.getString("after")));
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
