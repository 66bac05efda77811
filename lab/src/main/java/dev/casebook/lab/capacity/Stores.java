package dev.casebook.lab.capacity;

import dev.casebook.lab.CannotRunException;
import dev.casebook.stack.Server;
import dev.casebook.stack.Stack;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * Asks the url-shortener's PostgreSQL and Redis what its links take, as the launcher's own secrets let one in.
 *
 * @param secrets the launcher's file; without it nothing is asked
 */
record Stores(Stack stack, Path secrets) {

    private static final String HOST = "127.0.0.1";
    private static final String SERVICE = "url-shortener";
    private static final String ENTRIES = SERVICE + ":link:*";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Entries that are looked at. */
    private static final int SAMPLE = 2_000;

    private static final String SIZES = "SELECT count(*), pg_table_size('links'), pg_indexes_size('links') FROM links";

    /**
     * @return empty when nothing runs
     * @throws CannotRunException when something runs that cannot be asked
     */
    Optional<Stored> read() throws IOException {
        if (!Files.isReadable(secrets)) {
            return Optional.empty();
        }
        var known = new Properties();
        try (var reader = Files.newBufferedReader(secrets)) {
            known.load(reader);
        }
        var role = stack.service(SERVICE).database().orElseThrow();
        var url = "jdbc:postgresql://%s:%d/%s?connectTimeout=%d"
                .formatted(HOST, stack.server(Server.POSTGRESQL).port(), role, TIMEOUT.toSeconds());
        try (var connection = DriverManager.getConnection(url, role, known.getProperty(role));
                var statement = connection.createStatement();
                var row = statement.executeQuery(SIZES)) {
            row.next();
            return Optional.of(cached(
                    new Stored(row.getLong(1), row.getLong(2), row.getLong(3), 0, 0),
                    known.getProperty(Server.REDIS_CACHE)));
        } catch (SQLException e) {
            if (String.valueOf(e.getSQLState()).startsWith("08")) {
                return Optional.empty();
            }
            throw new CannotRunException("the links cannot be measured: " + e.getMessage(), e);
        }
    }

    private Stored cached(Stored stored, String password) {
        var client = RedisClient.create(RedisURI.builder()
                .withHost(HOST)
                .withPort(stack.server(Server.REDIS_CACHE).port())
                .withPassword(password.toCharArray())
                .withTimeout(TIMEOUT)
                .build());
        try (client;
                var connection = client.connect()) {
            var commands = connection.sync();
            return new Stored(
                    stored.links(),
                    stored.tableBytes(),
                    stored.indexBytes(),
                    commands.dbsize(),
                    averageEntry(commands));
        } catch (RedisException away) {
            // PostgreSQL alone is worth telling, and the row says that nothing is cached.
            return stored;
        }
    }

    private static double averageEntry(RedisCommands<String, String> commands) {
        return ScanIterator.scan(commands, ScanArgs.Builder.matches(ENTRIES).limit(SAMPLE)).stream()
                .limit(SAMPLE)
                .map(commands::memoryUsage)
                .filter(bytes -> bytes != null)
                .mapToLong(Long::longValue)
                .average()
                .orElse(0);
    }
}
