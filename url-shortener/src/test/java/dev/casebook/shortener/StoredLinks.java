package dev.casebook.shortener;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Links that this instance has never heard of, as if another one had made them long ago. */
@Singleton
public class StoredLinks {

    private final DataSource database;

    StoredLinks(DataSource database) {
        this.database = database;
    }

    /** @return the code */
    public String insert(String url) {
        var code = Api.unique("stored");
        Sql.on(database, """
                INSERT INTO links (code, owner, url, created_at, updated_at) VALUES (?, 'somebody', ?, now(), now())""", insert -> {
            insert.setString(1, code);
            insert.setString(2, url);
            return insert.executeUpdate();
        });
        return code;
    }

    public void edit(String code, String url) {
        Sql.on(database, "UPDATE links SET url = ?, version = version + 1 WHERE code = ?", update -> {
            update.setString(1, url);
            update.setString(2, code);
            return update.executeUpdate();
        });
    }
}
