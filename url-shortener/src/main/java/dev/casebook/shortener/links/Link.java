package dev.casebook.shortener.links;

import java.time.Instant;

/**
 * A live or deleted link as it is stored.
 *
 * @param id orders links by creation; never shown
 * @param code what stands after {@code /s/}
 * @param owner the subject that created it
 * @param version from 1, grows by one with each change, the deletion included
 */
public record Link(
        long id,
        String code,
        String owner,
        String url,
        long version,
        Instant createdAt,
        Instant updatedAt,
        boolean deleted) {

    public Link {
        if (version < 1) {
            throw new IllegalArgumentException("link " + code + " has version " + version);
        }
    }
}
