package dev.casebook.limiter.rls;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What answers have besides the decision. */
@ConfigMapping(prefix = "casebook.limiter.answers")
interface AnswerSettings {

    /** Whether they have {@code dynamic_metadata}; there it is RESPONSE_DYNAMIC_METADATA. */
    @WithDefault("false")
    boolean dynamicMetadata();
}
