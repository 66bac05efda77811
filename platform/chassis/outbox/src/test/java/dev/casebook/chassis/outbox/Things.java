package dev.casebook.chassis.outbox;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.inject.Singleton;
import javax.sql.DataSource;

/** Entities whose changes the events are about. */
@Singleton
class Things {

    private final DataSource database;

    Things(DataSource database) {
        this.database = database;
    }

    void add(String name) {
        Sql.on(database, "insert into thing (name, version) values (?, 0)", statement -> {
            statement.setString(1, name);
            return statement.executeUpdate();
        });
    }

    /** @return the version, one more than before */
    int change(String name) {
        return Sql.on(
                database, "update thing set version = version + 1 where name = ? returning version", statement -> {
                    statement.setString(1, name);
                    try (var row = statement.executeQuery()) {
                        row.next();
                        return row.getInt(1);
                    }
                });
    }
}
