package dev.casebook.servers;

import java.nio.file.Path;
import java.util.Map;

/** A JVM that shares servers and is killed for it: prints their pids, then waits for ever. */
final class ServerHolder {

    private ServerHolder() {}

    static void main(String[] arguments) throws InterruptedException {
        var folder = Path.of(arguments[0]);
        var redis = JvmServers.get(
                "redis",
                RedisServer.class,
                () -> new RedisServer(
                        RedisServer.Role.CACHE, Places.in(folder.resolve("redis")), "secret", "16m", Places.PATIENCE));
        redis.start();
        redis.restart();
        var postgresql = JvmServers.get(
                "postgresql",
                PostgresqlServer.class,
                () -> new PostgresqlServer(
                        Places.in(folder.resolve("postgresql")), "secret", false, Map.of(), Places.PATIENCE));
        postgresql.start();
        System.out.println("%d %d".formatted(redis.pid(), postgresql.pid()));
        Thread.currentThread().join();
    }
}
