package dev.casebook.servers;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL 18. */
public final class PostgresqlServer extends ServerProcess {

    public static final String SUPERUSER = "postgres";

    private static final String WRONG_PASSWORD = "28P01";

    private final String password;
    private final boolean durable;
    private final Map<String, String> databases;

    /**
     * @param password the superuser's; the one that the data folder was made with
     * @param durable whether a commit that was acknowledged survives a crash; false is for tests that have no crash in them
     * @param databases the databases to make unless they are there, each owned by a role of the same name, with the role's password
     */
    public PostgresqlServer(
            ServerPlace place, String password, boolean durable, Map<String, String> databases, Patience patience) {
        super("postgresql", place, patience);
        this.password = password;
        this.durable = durable;
        this.databases = new LinkedHashMap<>(databases);
    }

    /** {@code jdbc:postgresql://host:port/database} */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(place().host(), place().port(), database);
    }

    @Override
    protected ProcessBuilder prepare() throws IOException {
        var programs = PostgresqlBinaries.in(place().cache());
        var folder = new PostgresqlFolder(place().data());
        if (folder.isNew()) {
            folder.create(programs, password, durable);
        }
        folder.check();
        folder.forgetEndedServer();
        var command = new ArrayList<>(PostgresqlUser.prefix());
        command.addAll(List.of(
                programs.resolve("postgres").toString(), "-D", place().data().toString()));
        settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        var builder = new ProcessBuilder(command);
        PostgresqlUser.cleanEnvironment(builder);
        return builder;
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("listen_addresses", place().host());
        settings.put("port", Integer.toString(place().port()));
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "60");
        settings.put("shared_buffers", "32MB");
        settings.put("max_wal_size", "256MB");
        settings.put("wal_level", "replica");
        settings.put("log_checkpoints", "off");
        var onDisk = durable ? "on" : "off";
        settings.put("fsync", onDisk);
        settings.put("synchronous_commit", onDisk);
        settings.put("full_page_writes", onDisk);
        return settings;
    }

    @Override
    protected boolean answers() throws SQLException {
        try (var connection = connect(SUPERUSER);
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT 1")) {
            return result.next();
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                throw new ServerException(
                        "postgresql has another password: its data in %s belongs to other secrets"
                                .formatted(place().data()),
                        e);
            }
            throw e;
        }
    }

    @Override
    protected void onReady() {
        try {
            for (var database : databases.entrySet()) {
                createDatabase(database.getKey(), database.getValue());
            }
        } catch (SQLException e) {
            throw new ServerException("postgresql cannot make its databases: " + e.getMessage(), e);
        }
    }

    /**
     * Makes a database that a role of the same name owns and nobody else may enter, unless it is there. The role gets this password in any case.
     *
     * @param name lower case letters, digits and underscores
     */
    public void createDatabase(String name, String rolePassword) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("%s is no name for a database".formatted(name));
        }
        try (var connection = connect(SUPERUSER)) {
            if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
                execute(connection, "CREATE ROLE " + name);
            }
            execute(connection, "ALTER ROLE %s LOGIN PASSWORD '%s'".formatted(name, rolePassword.replace("'", "''")));
            if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
                execute(connection, "CREATE DATABASE %s OWNER %s".formatted(name, name));
            }
            execute(connection, "REVOKE CONNECT ON DATABASE %s FROM PUBLIC".formatted(name));
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var result = statement.executeQuery()) {
                return result.next();
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** As the superuser. The driver's limits are short: this asks whether the server answers now. */
    private Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.put("user", SUPERUSER);
        properties.put("password", password);
        properties.put("connectTimeout", "2");
        properties.put("socketTimeout", "10");
        properties.put("sslmode", "disable");
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /** Fast shutdown: it does not wait for its clients to leave. */
    @Override
    public String stopSignal() {
        return "INT";
    }

    /** After a SIGKILL the backends need a moment to see that their parent is gone. */
    @Override
    protected boolean isPassing(String log) {
        return log.contains("pre-existing shared memory block") || log.contains("could not bind");
    }

    @Override
    protected boolean isDamage(String log) {
        return log.contains("PANIC:")
                || log.contains("could not locate a valid checkpoint record")
                || log.contains("invalid data in file")
                || log.contains("incorrect checksum")
                || log.contains("database files are incompatible with server")
                || log.contains("is not a valid data directory")
                || log.contains("could not open file")
                || log.contains("could not open directory");
    }
}
