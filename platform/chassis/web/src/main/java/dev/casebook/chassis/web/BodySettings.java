package dev.casebook.chassis.web;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** How long the bodies of requests may be. {@code quarkus.http.limits.max-body-size} must allow the longest. */
@ConfigMapping(prefix = "casebook.web.bodies")
public interface BodySettings {

    @WithDefault("1M")
    MemorySize most();

    /** For a path, as a resource has it, that reads its body piece by piece. */
    Map<String, MemorySize> mostAt();
}
