package dev.casebook.shortener.shlink;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Renames that changed some of the links, and not yet all: whoever asks for one again goes on with it. */
@ApplicationScoped
class TagRenames {

    /** @param owner whose links have the old tag */
    record TagRename(String owner, String from, String to) {}

    private final DataSource database;

    TagRenames(DataSource database) {
        this.database = database;
    }

    boolean isUnfinished(TagRename rename) {
        return Sql.on(
                database,
                "SELECT EXISTS (SELECT FROM tag_renames WHERE owner = ? AND old_tag = ? AND new_tag = ?)",
                select -> {
                    set(select, rename);
                    try (var row = select.executeQuery()) {
                        row.next();
                        return row.getBoolean(1);
                    }
                });
    }

    /** In the transaction of the links that were changed. */
    void note(TagRename rename, boolean unfinished) {
        var sql = unfinished
                ? "INSERT INTO tag_renames (owner, old_tag, new_tag) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
                : "DELETE FROM tag_renames WHERE owner = ? AND old_tag = ? AND new_tag = ?";
        Sql.on(database, sql, change -> {
            set(change, rename);
            return change.executeUpdate();
        });
    }

    private static void set(PreparedStatement statement, TagRename rename) throws SQLException {
        statement.setString(1, rename.owner());
        statement.setString(2, rename.from());
        statement.setString(3, rename.to());
    }
}
