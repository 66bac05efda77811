package dev.casebook.limiter.rls;

import dev.casebook.limiter.rules.Mode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the rules are. */
@ConfigMapping(prefix = "casebook.limiter.rules")
interface RulesSettings {

    /** Every {@code *.yaml} in it is read. At the start, one that is wrong ends the service. Without a folder nothing is limited. */
    Optional<Path> folder();

    /** Whose answers are given: ours, or those of envoyproxy/ratelimit. */
    @WithDefault("strict")
    Mode mode();

    /** How often it is looked at for changes, which hold when they were seen twice. One that is wrong changes nothing, and is said in the log, the health and the metrics. */
    @WithDefault("2s")
    Duration lookAgain();
}
