package dev.casebook.lab.limiters.peer;

import java.net.URI;
import java.nio.file.Path;

/**
 * What both services have in common.
 *
 * @param rules the folder of the rules, at least two folders deep
 * @param redis with its password, {@code redis://:password@host:port}
 */
record Settings(Path rules, URI redis) {

    String redisPassword() {
        return redis.getUserInfo().substring(1);
    }
}
