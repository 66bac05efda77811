package dev.casebook.gateway.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A key of the gateway's own, that a program calls with. What it is called with is known by its hash alone.
 *
 * @param id names it where the key itself must not stand
 * @param hash SHA-256 of the secret, 32 bytes
 * @param subject whom it speaks for
 * @param scopes of the tokens that it is turned into
 * @param expires from when on it is no key any more; empty for never
 */
record ApiKey(String id, byte[] hash, String subject, Set<String> scopes, Optional<Instant> expires) {

    boolean isLive(Instant now) {
        return expires.isEmpty() || now.isBefore(expires.get());
    }
}
