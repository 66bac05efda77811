package dev.casebook.shortener.redirects;

import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.shortener.links.LinkRow;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** The truth about codes: one look each into the unique index of table links. */
@ApplicationScoped
class DestinationRepository {

    private final DataSource database;
    private final LinkRow row;

    DestinationRepository(DataSource database, LinkRow row) {
        this.database = database;
        this.row = row;
    }

    /** Of each code one, {@link Destination.Unknown} when there is no such link. */
    Map<String, Destination> find(Collection<String> codes) {
        var found = new HashMap<String, Destination>();
        codes.forEach(code -> found.put(code, new Destination.Unknown()));
        return Sql.on(
                database,
                "SELECT code, version, deleted_at IS NOT NULL AS gone, %s FROM links WHERE code = ANY (?)"
                        .formatted(LinkRow.REDIRECTION),
                select -> {
                    select.setArray(1, select.getConnection().createArrayOf("text", codes.toArray()));
                    try (var rows = select.executeQuery()) {
                        while (rows.next()) {
                            found.put(rows.getString("code"), destination(rows));
                        }
                    }
                    return found;
                });
    }

    private Destination destination(ResultSet rows) throws SQLException {
        long version = rows.getLong("version");
        return rows.getBoolean("gone")
                ? new Destination.Gone(version)
                : new Destination.Live(row.redirection(rows), version);
    }
}
