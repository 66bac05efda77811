package dev.casebook.servers;

import java.nio.file.Path;

/**
 * Where a server lives.
 *
 * @param host what it binds to, and is reached at
 * @param data its own folder, kept between runs
 * @param log its own file, appended to
 * @param cache a folder for what is unpacked once and shared by all
 */
public record ServerPlace(String host, int port, Path data, Path log, Path cache) {

    public ServerPlace {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port %d is not within 1 to 65535".formatted(port));
        }
        data = data.toAbsolutePath();
        log = log.toAbsolutePath();
        cache = cache.toAbsolutePath();
    }
}
