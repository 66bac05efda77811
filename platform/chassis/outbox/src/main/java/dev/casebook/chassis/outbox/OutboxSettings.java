package dev.casebook.chassis.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the relay moves events from the outbox to Kafka. */
@ConfigMapping(prefix = "casebook.outbox")
public interface OutboxSettings {

    /** How long an event waits at most before the relay looks, when the instance that wrote it cannot send it at once. */
    @WithDefault("500ms")
    Duration poll();

    /** Events read at a time. Not over 128: the channel takes no more unacknowledged ones. */
    @WithDefault("100")
    int batch();

    /** The largest payload, in bytes. Kafka refuses a record over a million, and one that it refuses would hold up all behind it. */
    @WithDefault("500000")
    int maxPayload();

    /** How often the metrics look at what waits; in the notation of {@code @Scheduled(every)}. */
    @WithDefault("5s")
    Duration measureEvery();

    /** Pauses between attempts with a topic that Kafka does not have or does not let us write to, doubling from the poll interval to this. */
    @WithDefault("30s")
    Duration longestPark();

    /** Pauses between attempts while Kafka or PostgreSQL does not do its part, doubling from the poll interval to this. */
    @WithDefault("5s")
    Duration longestPause();

    /** How long a stopping process waits for the round under way. What is cut off is sent again by the next relay. */
    @WithDefault("1s")
    Duration stopWithin();

    /** The transaction that holds the relay's lock; longer than Kafka's delivery timeout takes for a whole batch. */
    @WithDefault("2m")
    Duration transactionTimeout();
}
