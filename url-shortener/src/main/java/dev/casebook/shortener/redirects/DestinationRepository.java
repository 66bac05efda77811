package dev.casebook.shortener.redirects;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** The truth about a code: one look into the unique index of table links. */
@ApplicationScoped
class DestinationRepository {

    private final DataSource database;

    DestinationRepository(DataSource database) {
        this.database = database;
    }

    Destination find(String code) {
        return Sql.on(
                database, "SELECT url, version, deleted_at IS NOT NULL AS gone FROM links WHERE code = ?", select -> {
                    select.setString(1, code);
                    try (var rows = select.executeQuery()) {
                        if (!rows.next()) {
                            return new Destination.Unknown();
                        }
                        long version = rows.getLong("version");
                        return rows.getBoolean("gone")
                                ? new Destination.Gone(version)
                                : new Destination.Live(rows.getString("url"), version);
                    }
                });
    }
}
