package dev.casebook.chassis.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One statement on one connection of the current transaction. */
public final class Sql {

    /** What to do with a statement: set its parameters, run it, read its result. */
    @FunctionalInterface
    public interface Use<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    private Sql() {}

    /** @throws DatabaseException for every {@link SQLException} */
    public static <T> T on(DataSource database, String sql, Use<T> use) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement(sql)) {
            return use.of(statement);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
    }
}
