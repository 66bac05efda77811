package dev.casebook.lab.machine;

import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.PostgresqlServer;
import dev.casebook.servers.ServerPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A PostgreSQL with the tables that the url-shortener makes, by its own migrations. */
public final class ShortenerDatabase implements AutoCloseable {

    private static final Path MIGRATIONS =
            Path.of("..", "url-shortener", "src", "main", "resources", "db", "migration");
    private static final String ROLE = "url_shortener";

    private final PostgresqlServer server;
    private final Path secrets;

    public ShortenerDatabase(Path folder) throws IOException, SQLException {
        var place = new ServerPlace(
                "127.0.0.1",
                Ports.free(),
                folder.resolve("postgresql"),
                folder.resolve("postgresql.log"),
                Path.of("target", "servers"));
        server = new PostgresqlServer(place, "secret", false, Map.of(ROLE, "entry"), Patience.DEFAULT);
        server.start();
        secrets = Files.writeString(folder.resolve("secrets"), ROLE + "=entry\n");
        for (var migration : migrations()) {
            execute(Files.readString(migration));
        }
    }

    private static List<Path> migrations() throws IOException {
        try (var files = Files.list(MIGRATIONS)) {
            return files.sorted(Comparator.comparingInt(file ->
                            Integer.parseInt(file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"))))
                    .toList();
        }
    }

    /** A file that knows how to enter it. */
    public Path secrets() {
        return secrets;
    }

    /** @param file is written: the topology with this server and the service on a port */
    public Path describe(Path file, int servicePort) throws IOException {
        return Files.writeString(file, """
                servers: { postgresql: { port: %d } }
                services: { url-shortener: { ports: %d, heap: 64m, needs: [postgresql], database: %s } }
                """.formatted(server.place().port(), servicePort, ROLE));
    }

    public void execute(String sql) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public long number(String query) throws SQLException {
        try (var connection = connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(ROLE), ROLE, "entry");
    }

    @Override
    public void close() {
        server.kill();
    }
}
