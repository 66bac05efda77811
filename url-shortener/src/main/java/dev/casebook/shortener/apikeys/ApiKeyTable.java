package dev.casebook.shortener.apikeys;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** The table api_keys. */
@ApplicationScoped
class ApiKeyTable {

    private final DataSource database;

    ApiKeyTable(DataSource database) {
        this.database = database;
    }

    /** Of those who would make keys for one owner, one after the other gets past this point, until their transactions end. */
    @Transactional(TxType.MANDATORY)
    void lockOwner(String owner) {
        Sql.on(database, "SELECT pg_advisory_xact_lock(hashtextextended('api_keys', hashtextextended(?, 0)))", lock -> {
            lock.setString(1, owner);
            return lock.execute();
        });
    }

    void insert(String owner, ApiKey key, byte[] hash) {
        Sql.on(database, """
                INSERT INTO api_keys (id, owner, name, hash, created_at) VALUES (?, ?, ?, ?, ?)""", insert -> {
            insert.setString(1, key.id());
            insert.setString(2, owner);
            insert.setString(3, key.name());
            insert.setBytes(4, hash);
            insert.setObject(5, key.createdAt().atOffset(ZoneOffset.UTC));
            return insert.executeUpdate();
        });
    }

    /** Oldest first. */
    List<ApiKey> of(String owner) {
        return Sql.on(database, """
                SELECT id, name, created_at FROM api_keys WHERE owner = ? ORDER BY created_at, id""", select -> {
            select.setString(1, owner);
            var keys = new ArrayList<ApiKey>();
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(new ApiKey(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
            return List.copyOf(keys);
        });
    }

    Optional<Stored> find(String id) {
        return Sql.on(database, "SELECT owner, hash FROM api_keys WHERE id = ?", select -> {
            select.setString(1, id);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(new Stored(rows.getString(1), rows.getBytes(2))) : Optional.empty();
            }
        });
    }

    /** @return whether the owner had such a key */
    boolean delete(String owner, String id) {
        return Sql.on(database, "DELETE FROM api_keys WHERE owner = ? AND id = ?", delete -> {
            delete.setString(1, owner);
            delete.setString(2, id);
            return delete.executeUpdate() > 0;
        });
    }

    record Stored(String owner, byte[] hash) {}
}
