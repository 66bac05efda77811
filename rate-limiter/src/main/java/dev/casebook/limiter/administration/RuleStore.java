package dev.casebook.limiter.administration;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.limiter.current.Administered;
import dev.casebook.limiter.current.DomainRules;
import dev.casebook.limiter.current.TenantOverride;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Rules and overrides in PostgreSQL. Whoever writes holds the row of the revision. */
@Singleton
final class RuleStore {

    private static final String RULES = "select domain, document, version, updated_at from domain_rules";
    private static final String OVERRIDES =
            "select id, domain, descriptor, rate_limit, valid_until, version, updated_at from tenant_override";

    private final DataSource database;
    private final Descriptors descriptors;

    RuleStore(DataSource database, Descriptors descriptors) {
        this.database = database;
        this.descriptors = descriptors;
    }

    /** Where all changes stand. */
    record Revision(UUID history, long number) {}

    /** How much there is. */
    record Size(long count, long characters) {}

    Revision revision() {
        return revision("select history, revision from rule_revision");
    }

    /** From here to its end, no other transaction changes anything. */
    Revision lock() {
        return revision("select history, revision from rule_revision for update");
    }

    private Revision revision(String sql) {
        return Sql.on(database, sql, select -> {
            try (var row = select.executeQuery()) {
                row.next();
                return new Revision(row.getObject("history", UUID.class), row.getLong("revision"));
            }
        });
    }

    void advance() {
        Sql.on(database, "update rule_revision set revision = revision + 1", update -> update.executeUpdate());
    }

    /** Everything, at one revision: whoever changes anything waits meanwhile. */
    Administered all() {
        var revision = lock();
        var rules = Sql.on(database, RULES, select -> rows(select.executeQuery(), RuleStore::rules));
        var overrides = Sql.on(database, OVERRIDES, select -> rows(select.executeQuery(), this::override));
        return new Administered(
                revision.history(),
                revision.number(),
                rules.stream().collect(Collectors.toMap(DomainRules::domain, Function.identity())),
                overrides.stream().collect(Collectors.toMap(TenantOverride::id, Function.identity())));
    }

    Optional<DomainRules> rules(String domain) {
        return Sql.on(database, RULES + " where domain = ?", select -> {
            select.setString(1, domain);
            return rows(select.executeQuery(), RuleStore::rules).stream().findFirst();
        });
    }

    /** Of the rules of all domains but one. */
    Size sizeWithout(String domain) {
        return Sql.on(
                database,
                "select count(*), coalesce(sum(length(document)), 0) from domain_rules where domain <> ?",
                select -> {
                    select.setString(1, domain);
                    try (var row = select.executeQuery()) {
                        row.next();
                        return new Size(row.getLong(1), row.getLong(2));
                    }
                });
    }

    void put(DomainRules rules) {
        Sql.on(database, """
                insert into domain_rules (domain, document, version, updated_at) values (?, ?, ?, ?)
                on conflict (domain) do update
                    set document = excluded.document, version = excluded.version, updated_at = excluded.updated_at
                """, insert -> {
            insert.setString(1, rules.domain());
            insert.setString(2, rules.document());
            insert.setLong(3, rules.version());
            insert.setObject(4, timestamp(rules.updatedAt()));
            return insert.executeUpdate();
        });
    }

    void remove(DomainRules rules) {
        Sql.on(database, "delete from domain_rules where domain = ?", delete -> {
            delete.setString(1, rules.domain());
            return delete.executeUpdate();
        });
    }

    Optional<TenantOverride> override(UUID id) {
        return Sql.on(database, OVERRIDES + " where id = ?", select -> {
            select.setObject(1, id);
            return rows(select.executeQuery(), this::override).stream().findFirst();
        });
    }

    /** The override of the same descriptor, if there is one. */
    Optional<TenantOverride> like(TenantOverride override) {
        return Sql.on(
                database, OVERRIDES + " where domain = ? and md5(descriptor) = md5(?) and descriptor = ?", select -> {
                    var descriptor = descriptors.text(override.descriptor());
                    select.setString(1, override.domain());
                    select.setString(2, descriptor);
                    select.setString(3, descriptor);
                    return rows(select.executeQuery(), this::override).stream().findFirst();
                });
    }

    long overrides() {
        return Sql.on(database, "select count(*) from tenant_override", select -> {
            try (var row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        });
    }

    void put(TenantOverride override) {
        Sql.on(database, """
                insert into tenant_override (id, domain, descriptor, rate_limit, valid_until, version, updated_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update
                    set rate_limit = excluded.rate_limit, valid_until = excluded.valid_until,
                        version = excluded.version, updated_at = excluded.updated_at
                """, insert -> {
            insert.setObject(1, override.id());
            insert.setString(2, override.domain());
            insert.setString(3, descriptors.text(override.descriptor()));
            insert.setString(4, override.limit());
            insert.setObject(5, override.until().map(RuleStore::timestamp).orElse(null));
            insert.setLong(6, override.version());
            insert.setObject(7, timestamp(override.updatedAt()));
            return insert.executeUpdate();
        });
    }

    void remove(TenantOverride override) {
        Sql.on(database, "delete from tenant_override where id = ?", delete -> {
            delete.setObject(1, override.id());
            return delete.executeUpdate();
        });
    }

    /** Overrides that nobody counts with any more. */
    int removeOverBefore(Instant instant) {
        return Sql.on(database, "delete from tenant_override where valid_until < ?", delete -> {
            delete.setObject(1, timestamp(instant));
            return delete.executeUpdate();
        });
    }

    private static DomainRules rules(ResultSet row) throws SQLException {
        return new DomainRules(
                row.getString("domain"),
                row.getString("document"),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    private TenantOverride override(ResultSet row) throws SQLException {
        return new TenantOverride(
                row.getObject("id", UUID.class),
                row.getString("domain"),
                descriptors.entries(row.getString("descriptor")),
                row.getString("rate_limit"),
                Optional.ofNullable(row.getObject("valid_until", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                row.getLong("version"),
                row.getObject("updated_at", OffsetDateTime.class).toInstant());
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    static <T> List<T> rows(ResultSet result, Row<T> row) throws SQLException {
        try (result) {
            var rows = new ArrayList<T>();
            while (result.next()) {
                rows.add(row.of(result));
            }
            return rows;
        }
    }

    static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
