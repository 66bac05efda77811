package dev.casebook.limiter.decisions;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Which decisions are told of in Kafka. */
@ConfigMapping(prefix = "casebook.limiter.decisions")
interface DecisionSettings {

    /** The part of all decisions, 0 to 1. 0: none, and nothing is asked of Kafka. */
    @WithDefault("0")
    double samplingRate();

    /** What is told of the values of descriptors, which may be addresses or names of people. */
    @WithDefault("omitted")
    Values values();

    enum Values {
        /** Nothing. */
        OMITTED,
        /** A hash by a key of the day: equal values of one day are known as such. */
        HASHED
    }

    /** What the keys of the days are made of, at least 32 characters, the same for all instances. Absent: each start has one of its own. */
    Optional<String> secret();

    /** Decisions that wait to be sent; more are dropped, and counted. */
    @WithDefault("1000")
    int queue();

    /** Decisions sent at a time. Not over 128: the channel takes no more unacknowledged ones. */
    @WithDefault("100")
    int batch();

    /** How long a stopping process waits for the batch under way; what waits behind it is lost. */
    @WithDefault("1s")
    Duration stopWithin();
}
