package dev.casebook.lab.capacity;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.capacity.Stored.Cached;
import dev.casebook.lab.machine.Servers;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanIterator;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;

/** Asks the url-shortener's PostgreSQL and Redis what its links take. */
record Stores(Servers servers) {

    private static final String SERVICE = "url-shortener";
    private static final String ENTRIES = SERVICE + ":link:*";

    /** Entries whose size is asked. */
    private static final int SAMPLE = 2_000;

    /** Keys that Redis looks at in one step. */
    private static final int STEP = 1_000;

    private static final String SIZES = "SELECT count(*), pg_table_size('links'), pg_indexes_size('links') FROM links";

    /**
     * @return empty when nothing runs
     * @throws CannotRunException when something runs that cannot be asked
     */
    Optional<Stored> read() throws IOException {
        if (!servers.wereStarted()) {
            return Optional.empty();
        }
        try (var connection = servers.database(SERVICE);
                var statement = connection.createStatement();
                var row = statement.executeQuery(SIZES)) {
            row.next();
            return Optional.of(new Stored(row.getLong(1), row.getLong(2), row.getLong(3), cached(servers.cache())));
        } catch (SQLException e) {
            if (Servers.isAway(e)) {
                return Optional.empty();
            }
            throw new CannotRunException("the links cannot be measured: " + e.getMessage(), e);
        }
    }

    private static Optional<Cached> cached(RedisURI redis) {
        try (var client = RedisClient.create(redis);
                var connection = client.connect()) {
            return Optional.of(cached(connection.sync()));
        } catch (RedisException away) {
            // PostgreSQL alone is worth telling, and the row says that Redis is away.
            return Optional.empty();
        }
    }

    private static Cached cached(RedisCommands<String, String> commands) {
        long entries = 0;
        long sampled = 0;
        long bytes = 0;
        var keys = ScanIterator.scan(commands, ScanArgs.Builder.matches(ENTRIES).limit(STEP));
        while (keys.hasNext()) {
            var key = keys.next();
            entries++;
            // Empty for one that was evicted since.
            var size = sampled < SAMPLE ? Optional.ofNullable(commands.memoryUsage(key)) : Optional.<Long>empty();
            if (size.isPresent()) {
                sampled++;
                bytes += size.get();
            }
        }
        return new Cached(entries, sampled == 0 ? 0 : (double) bytes / sampled);
    }
}
