package dev.casebook.chassis.jdbc;

import java.sql.SQLException;

/** PostgreSQL did not do what a statement asked. Unchecked, so that it rolls back the transaction that it leaves. */
public final class DatabaseException extends RuntimeException {

    public DatabaseException(SQLException cause) {
        super(cause);
    }

    /** Five characters, after the SQL standard; {@code 23505} is a duplicate key. Empty when PostgreSQL was not reached. */
    public String sqlState() {
        var state = ((SQLException) getCause()).getSQLState();
        return state == null ? "" : state;
    }
}
