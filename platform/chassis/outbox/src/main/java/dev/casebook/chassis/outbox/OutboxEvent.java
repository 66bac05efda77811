package dev.casebook.chassis.outbox;

import java.util.Objects;

/**
 * An event about a change of the same transaction.
 *
 * @param key the entity whose events keep their order
 * @param type what happened: {@code casebook.shortener.v1.LinkCreated}
 * @param payload Protobuf
 */
public record OutboxEvent(String topic, String key, String type, byte[] payload) {

    public OutboxEvent {
        Objects.requireNonNull(topic);
        Objects.requireNonNull(key);
        Objects.requireNonNull(type);
        Objects.requireNonNull(payload);
    }
}
