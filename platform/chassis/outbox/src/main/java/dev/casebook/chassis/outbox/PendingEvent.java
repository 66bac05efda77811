package dev.casebook.chassis.outbox;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the outbox.
 *
 * @param id in the order of commits, for events of one key
 * @param traceparent of the request that made the change
 */
record PendingEvent(long id, UUID eventId, OutboxEvent event, Optional<String> traceparent, Instant createdAt) {

    /** Events that must not overtake each other. */
    record Lane(String topic, String key) {}

    String topic() {
        return event.topic();
    }

    Lane lane() {
        return new Lane(event.topic(), event.key());
    }
}
