package dev.casebook.lab.machine;

import dev.casebook.lab.CannotRunException;
import dev.casebook.stack.Server;
import dev.casebook.stack.Stack;
import io.lettuce.core.RedisURI;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/**
 * The servers of the stack, entered as the launcher's own secrets let one in.
 *
 * @param secrets the launcher's file; it is not there before the first start
 */
public record Servers(Stack stack, Path secrets) {

    private static final String HOST = "127.0.0.1";
    private static final String CANNOT_CONNECT = "08";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    public boolean wereStarted() {
        return Files.isReadable(secrets);
    }

    /**
     * @param service whose database it is
     * @throws CannotRunException when there is no password for it
     */
    public Connection database(String service) throws SQLException, IOException {
        var role = stack.service(service).database().orElseThrow();
        var url = "jdbc:postgresql://%s:%d/%s?connectTimeout=%d"
                .formatted(HOST, stack.server(Server.POSTGRESQL).port(), role, TIMEOUT.toSeconds());
        return DriverManager.getConnection(url, role, secret(role));
    }

    /** @throws CannotRunException when there is no password for it */
    public RedisURI cache() throws IOException {
        return RedisURI.builder()
                .withHost(HOST)
                .withPort(stack.server(Server.REDIS_CACHE).port())
                .withPassword(secret(Server.REDIS_CACHE).toCharArray())
                .withTimeout(TIMEOUT)
                .build();
    }

    /** Whether a server did not answer, which is not the same as a wrong answer. */
    public static boolean isAway(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith(CANNOT_CONNECT);
    }

    private String secret(String name) throws IOException {
        if (!wereStarted()) {
            throw new CannotRunException(
                    "%s is not there, so the servers cannot be asked; is the stack up? ./casebook up"
                            .formatted(secrets));
        }
        var known = new Properties();
        try (var reader = Files.newBufferedReader(secrets)) {
            known.load(reader);
        }
        return Optional.ofNullable(known.getProperty(name))
                .orElseThrow(() -> new CannotRunException(
                        "%s has no secret %s; ./casebook up writes those of stack.yaml".formatted(secrets, name)));
    }
}
