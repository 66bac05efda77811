package dev.casebook.limiter.current;

import dev.casebook.limiter.rules.Mode;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the rules of files are. */
@ConfigMapping(prefix = "casebook.limiter.rules")
public interface RulesSettings {

    /** Every {@code *.yaml} in it is read. At the start, one that is wrong ends the service. Without a folder only administration limits anything. */
    Optional<Path> folder();

    /** Whether administration has a say. False: rules come from files alone, and neither PostgreSQL nor Kafka is asked for any. */
    @WithDefault("true")
    boolean administered();

    /** Whose answers are given: ours, or those of envoyproxy/ratelimit. */
    @WithDefault("strict")
    Mode mode();

    /** How often it is looked at for changes, which hold when they were seen twice. One that is wrong changes nothing, and is said in the log, the health and the metrics. */
    @WithDefault("2s")
    Duration lookAgain();
}
