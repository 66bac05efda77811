package dev.casebook.gateway.cache;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalLong;

/** What all routes that cache share. */
@ConfigMapping(prefix = "casebook.gateway.cache")
public interface CacheSettings {

    /** Stored answers take no more than this, in bytes; those being received may take half as much besides. When not set, an eighth of the heap. */
    OptionalLong maxBytes();

    /** Answers to one URI that differ by what Vary names; one more takes the place of the oldest. */
    @WithDefault("16")
    int variants();

    /** For so long requests for a URI do not wait for each other, after an answer of it was not to be stored. */
    @WithDefault("10s")
    Duration passFor();

    /** A request for which others wait may take so long; then another one may be made, and what it brings is not stored. */
    @WithDefault("60s")
    Duration leadFor();

    /** How many such URIs are remembered. */
    @WithDefault("10000")
    int passed();
}
