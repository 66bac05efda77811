package dev.casebook.gateway.identity;

import java.util.Optional;

/**
 * Who sent a request, as far as that has been proved.
 *
 * @param key the id of the API key that it came with, if it was one
 * @param token what a service gets instead of that key
 */
public record Caller(String subject, Optional<String> key, Optional<String> token) {

    /** For a person who wants to know why. */
    public String proof() {
        return key.map("good, of the API key %s"::formatted).orElse("good");
    }

    static Caller of(String subject) {
        return new Caller(subject, Optional.empty(), Optional.empty());
    }
}
