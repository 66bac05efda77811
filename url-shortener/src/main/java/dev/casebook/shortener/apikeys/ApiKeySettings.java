package dev.casebook.shortener.apikeys;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How keys are given out. */
@ConfigMapping(prefix = "casebook.shortener.api-keys")
interface ApiKeySettings {

    /** Keys that one user may have at once. */
    @WithDefault("20")
    int perUser();
}
