package dev.casebook.servers;

import java.io.IOException;
import java.nio.file.Files;

/** Watches a Redis and its replicas, and promotes one of them when it does not answer any more. */
public final class RedisSentinel extends ServerProcess {

    private static final String PONG = "+PONG\r\n";

    private final RedisServer primary;
    private final String group;
    private final String password;

    /**
     * @param group by which clients ask for the primary
     * @param password of the primary and its replicas, without spaces or quotes
     */
    public RedisSentinel(ServerPlace place, RedisServer primary, String group, String password, Patience patience) {
        super("redis-sentinel", place, patience);
        this.primary = primary;
        this.group = group;
        this.password = password;
    }

    /** For clients: {@code redis-sentinel://:password@host:port#group} */
    public String url() {
        return "redis-sentinel://:%s@%s:%d#%s".formatted(password, place().host(), place().port(), group);
    }

    @Override
    protected ProcessBuilder prepare() throws IOException {
        Files.createDirectories(place().data());
        var file = place().data().resolve("sentinel.conf");
        // It writes there what it learns, so what it knew stays over a restart.
        if (!Files.exists(file)) {
            PrivateFile.write(file, settings());
        }
        return new ProcessBuilder(RedisServer.program(place().cache()).toString(), file.toString(), "--sentinel")
                .directory(place().data().toFile());
    }

    /** It decides alone: more would not agree any sooner on one machine. */
    private String settings() {
        return """
                bind %1$s
                port %2$d
                sentinel monitor %3$s %1$s %4$d 1
                sentinel auth-pass %3$s %5$s
                sentinel down-after-milliseconds %3$s 1000
                sentinel failover-timeout %3$s 10000
                """.formatted(
                        place().host(), place().port(), group, primary.place().port(), password);
    }

    @Override
    protected boolean answers() throws IOException {
        return RedisServer.talk(place(), "PING\r\n", PONG.length()).equals(PONG);
    }
}
