package dev.casebook.shortener.codes;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import javax.sql.DataSource;

/** Leases ranges of ids from PostgreSQL. Each lease commits by itself: an id handed out is never handed out again, whatever becomes of its link. */
@ApplicationScoped
class CodeRanges {

    private final DataSource database;

    CodeRanges(DataSource database) {
        this.database = database;
    }

    /** @return empty when the epoch belongs to another key */
    Optional<IdRange> lease(int epoch, String fingerprint, int size) {
        var range = advance(epoch, fingerprint, size);
        if (range.isPresent()) {
            return range;
        }
        begin(epoch, fingerprint);
        return advance(epoch, fingerprint, size);
    }

    private Optional<IdRange> advance(int epoch, String fingerprint, int size) {
        return Sql.on(database, """
                UPDATE code_epochs SET next_id = next_id + ?
                WHERE epoch = ? AND key_fingerprint = ?
                RETURNING next_id""", update -> {
            update.setInt(1, size);
            update.setInt(2, epoch);
            update.setString(3, fingerprint);
            try (var rows = update.executeQuery()) {
                return rows.next()
                        ? Optional.of(new IdRange(rows.getLong(1) - size, rows.getLong(1)))
                        : Optional.empty();
            }
        });
    }

    private void begin(int epoch, String fingerprint) {
        Sql.on(
                database,
                "INSERT INTO code_epochs (epoch, key_fingerprint) VALUES (?, ?) ON CONFLICT DO NOTHING",
                insert -> {
                    insert.setInt(1, epoch);
                    insert.setString(2, fingerprint);
                    return insert.executeUpdate();
                });
    }
}
