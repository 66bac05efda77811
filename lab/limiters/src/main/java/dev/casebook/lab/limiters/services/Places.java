package dev.casebook.lab.limiters.services;

import dev.casebook.servers.Patience;
import dev.casebook.servers.Ports;
import dev.casebook.servers.RedisServer;
import dev.casebook.servers.ServerPlace;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Where what takes part is: on free ports of loopback.
 *
 * @param folder for data and logs
 * @param cache where Redis is unpacked
 */
public record Places(Path folder, Path cache) {

    private static final String HOST = "127.0.0.1";

    public ServerPlace of(String name) {
        return new ServerPlace(HOST, Ports.free(), folder.resolve(name), folder.resolve(name + ".log"), cache);
    }

    /**
     * As the rate limiter has it; not started yet.
     *
     * @param memory the limit of its data, in Redis's notation ({@code 64m})
     */
    public RedisServer redis(String memory) {
        return new RedisServer(
                RedisServer.Role.STATE, of("redis"), UUID.randomUUID().toString(), memory, Patience.DEFAULT);
    }
}
