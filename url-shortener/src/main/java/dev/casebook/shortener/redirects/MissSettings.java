package dev.casebook.shortener.redirects;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How fast one address may go on asking for codes that do not exist. */
@ConfigMapping(prefix = "casebook.shortener.misses")
interface MissSettings {

    /** Unknown codes that an address may ask for at once, from 1. */
    @WithDefault("60")
    int burst();

    /** It may ask for one more after each such time. */
    @WithDefault("2s")
    Duration pause();

    /** Addresses that are remembered, at about 100 bytes each; beyond, those that ask least are forgotten. */
    @WithDefault("20000")
    int addresses();
}
