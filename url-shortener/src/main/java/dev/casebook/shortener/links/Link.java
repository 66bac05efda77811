package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.Redirection;
import java.time.Instant;

/**
 * A live or deleted link as it is stored.
 *
 * @param id unique; never shown
 * @param code what stands after {@code /s/}
 * @param owner the subject that created it
 * @param version from 1, grows by one with each change, deletion and restoration included
 */
public record Link(
        long id,
        String code,
        String owner,
        Redirection redirection,
        Label label,
        long version,
        Instant createdAt,
        Instant updatedAt,
        boolean deleted) {

    public Link {
        if (version < 1) {
            throw new IllegalArgumentException("link " + code + " has version " + version);
        }
    }

    public String url() {
        return redirection.url();
    }
}
