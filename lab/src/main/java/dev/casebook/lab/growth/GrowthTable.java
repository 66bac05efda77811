package dev.casebook.lab.growth;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.machine.Servers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/**
 * What was grown so far, in the service's own database but in a schema of the lab: it changes in the transaction that stores what was grown, so a growth
 * that was cut off goes on exactly where it was.
 */
public final class GrowthTable implements AutoCloseable {

    private static final String SERVICE = "url-shortener";

    /** Means nothing; no other lock of this database may have it. */
    private static final long LOCK = 0x6C61_622D_6772_6F77L;

    private static final String TABLES = """
            CREATE SCHEMA IF NOT EXISTS lab;
            CREATE TABLE IF NOT EXISTS lab.grown_links (made bigint NOT NULL);
            INSERT INTO lab.grown_links SELECT 0 WHERE NOT EXISTS (SELECT FROM lab.grown_links);
            CREATE TABLE IF NOT EXISTS lab.waves (
                number integer PRIMARY KEY, clicks bigint NOT NULL, first_link bigint NOT NULL, links integer NOT NULL,
                ends_before date NOT NULL, days integer NOT NULL, days_done integer NOT NULL);""";

    private final Connection connection;

    /** @throws CannotRunException when the database cannot be asked, or somebody else grows it */
    public GrowthTable(Servers servers) throws IOException {
        try {
            connection = servers.database(SERVICE);
            connection.setAutoCommit(false);
            lock();
            execute(TABLES);
            connection.commit();
        } catch (SQLException e) {
            throw cannot(e);
        }
    }

    private void lock() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT pg_try_advisory_lock(%d)".formatted(LOCK))) {
            row.next();
            if (!row.getBoolean(1)) {
                connection.close();
                throw new CannotRunException("another ./casebook grow is at work");
            }
        }
    }

    Connection connection() {
        return connection;
    }

    public long links() {
        return number("SELECT made FROM lab.grown_links");
    }

    List<Wave> waves() {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT * FROM lab.waves ORDER BY number")) {
            var waves = new ArrayList<Wave>();
            while (row.next()) {
                waves.add(new Wave(
                        row.getInt("number"),
                        row.getLong("clicks"),
                        row.getLong("first_link"),
                        row.getInt("links"),
                        row.getObject("ends_before", LocalDate.class),
                        row.getInt("days"),
                        row.getInt("days_done")));
            }
            return List.copyOf(waves);
        } catch (SQLException e) {
            throw cannot(e);
        }
    }

    /** Part of the transaction that is open. */
    void storeLinks(long made) throws SQLException {
        execute("UPDATE lab.grown_links SET made = %d".formatted(made));
    }

    /** Part of the transaction that is open. */
    void store(Wave wave) throws SQLException {
        try (var upsert = connection.prepareStatement("""
                INSERT INTO lab.waves VALUES (?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (number) DO UPDATE SET days_done = excluded.days_done""")) {
            upsert.setInt(1, wave.number());
            upsert.setLong(2, wave.clicks());
            upsert.setLong(3, wave.firstLink());
            upsert.setInt(4, wave.links());
            upsert.setObject(5, wave.end());
            upsert.setInt(6, wave.days());
            upsert.setInt(7, wave.daysDone());
            upsert.executeUpdate();
        }
    }

    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String query) {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw cannot(e);
        }
    }

    static CannotRunException cannot(SQLException e) {
        return new CannotRunException("the url-shortener's database: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw cannot(e);
        }
    }
}
