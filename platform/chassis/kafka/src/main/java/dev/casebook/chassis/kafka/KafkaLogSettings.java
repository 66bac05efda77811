package dev.casebook.chassis.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is logged while Kafka is away. */
@ConfigMapping(prefix = "casebook.kafka.log")
interface KafkaLogSettings {

    /** How long a channel must have been without a failure for its next one to be said. */
    @WithDefault("60s")
    Duration quiet();
}
