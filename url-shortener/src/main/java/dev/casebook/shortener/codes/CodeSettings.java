package dev.casebook.shortener.codes;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How codes are made. */
@ConfigMapping(prefix = "casebook.shortener")
interface CodeSettings {

    /**
     * How codes are made: feistel, counter, random, hash or tsid. The rivals of the first are there to be compared; {@code ./casebook compare codes}
     * says why it is the default. Another scheme needs another epoch.
     */
    @WithDefault("feistel")
    CodeSchemes codeScheme();

    /**
     * Secret that shuffles ids into codes: at least 16 bytes in hexadecimal. Without it the service serves redirects but is not ready and creates
     * no link. It must never change within an epoch.
     */
    Optional<String> codeKey();

    /** Raise it together with a new key. Codes of different epochs may meet by chance, which the insert then notices. */
    @WithDefault("0")
    int codeEpoch();

    /** Ids taken from the database at once. A crash wastes at most two such ranges. */
    @WithDefault("1000")
    int codeRange();

    /** How long a creation waits for a range when none is left in memory. */
    @WithDefault("2s")
    Duration codeWait();
}
