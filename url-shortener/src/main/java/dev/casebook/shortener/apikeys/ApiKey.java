package dev.casebook.shortener.apikeys;

import java.time.Instant;

/**
 * What may be shown of a key after its creation.
 *
 * @param id the part of it that is no secret
 * @param name for its owner's own use
 */
public record ApiKey(String id, String name, Instant createdAt) {}
