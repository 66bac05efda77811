package dev.casebook.shortener.redirects;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.links.LinkRow;
import jakarta.enterprise.context.ApplicationScoped;
import javax.sql.DataSource;

/** The truth about a code: one look into the unique index of table links. */
@ApplicationScoped
class DestinationRepository {

    private final DataSource database;
    private final LinkRow row;

    DestinationRepository(DataSource database, LinkRow row) {
        this.database = database;
        this.row = row;
    }

    Destination find(String code) {
        return Sql.on(
                database,
                "SELECT version, deleted_at IS NOT NULL AS gone, %s FROM links WHERE code = ?"
                        .formatted(LinkRow.REDIRECTION),
                select -> {
                    select.setString(1, code);
                    try (var rows = select.executeQuery()) {
                        if (!rows.next()) {
                            return new Destination.Unknown();
                        }
                        long version = rows.getLong("version");
                        return rows.getBoolean("gone")
                                ? new Destination.Gone(version)
                                : new Destination.Live(row.redirection(rows), version);
                    }
                });
    }
}
