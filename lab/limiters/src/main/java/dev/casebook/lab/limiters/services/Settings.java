package dev.casebook.lab.limiters.services;

import java.net.URI;
import java.nio.file.Path;

/**
 * What both services have in common.
 *
 * @param rules the folder of the rules, at least two folders deep
 * @param redis with its password, {@code redis://:password@host:port}
 */
public record Settings(Path rules, URI redis) {

    String redisPassword() {
        return redis.getUserInfo().substring(1);
    }
}
