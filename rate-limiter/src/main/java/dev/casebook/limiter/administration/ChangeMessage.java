package dev.casebook.limiter.administration;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Timestamp;
import dev.casebook.contracts.limiter.v1.DescriptorEntry;
import dev.casebook.contracts.limiter.v1.RulesChanged;
import dev.casebook.limiter.current.Change;
import dev.casebook.limiter.current.Change.Effect;
import dev.casebook.limiter.current.DomainRules;
import dev.casebook.limiter.current.TenantOverride;
import dev.casebook.limiter.rules.Entry;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Between changes and the events that tell of them. */
final class ChangeMessage {

    private ChangeMessage() {}

    static RulesChanged of(Change change, Instant at) {
        var message = RulesChanged.newBuilder()
                .setHistory(change.history().toString())
                .setRevision(change.revision())
                .setChangedAt(timestamp(at));
        switch (change.effect()) {
            case Effect.RulesSet(var rules) ->
                message.setRules(dev.casebook.contracts.limiter.v1.DomainRules.newBuilder()
                        .setDomain(rules.domain())
                        .setDocument(rules.document()));
            case Effect.RulesRemoved(var domain) -> message.setRemovedRules(domain);
            case Effect.OverrideSet(var override) -> message.setOverride(message(override));
            case Effect.OverrideRemoved(var id) -> message.setRemovedOverride(id.toString());
        }
        return message.build();
    }

    private static dev.casebook.contracts.limiter.v1.TenantOverride.Builder message(TenantOverride override) {
        var message = dev.casebook.contracts.limiter.v1.TenantOverride.newBuilder()
                .setId(override.id().toString())
                .setDomain(override.domain())
                .setLimit(override.limit());
        override.until().ifPresent(until -> message.setUntil(timestamp(until)));
        override.descriptor()
                .forEach(entry -> message.addDescriptor(
                        DescriptorEntry.newBuilder().setKey(entry.key()).setValue(entry.value())));
        return message;
    }

    /** @throws InvalidProtocolBufferException when it is none of ours */
    static Change read(byte[] payload) throws InvalidProtocolBufferException {
        var message = RulesChanged.parseFrom(payload);
        try {
            return new Change(UUID.fromString(message.getHistory()), message.getRevision(), effect(message));
        } catch (IllegalArgumentException e) {
            throw new InvalidProtocolBufferException(e.getMessage());
        }
    }

    private static Effect effect(RulesChanged message) {
        var at = instant(message.getChangedAt());
        return switch (message.getChangeCase()) {
            case RULES ->
                new Effect.RulesSet(new DomainRules(
                        message.getRules().getDomain(), message.getRules().getDocument(), message.getRevision(), at));
            case REMOVED_RULES -> new Effect.RulesRemoved(message.getRemovedRules());
            case OVERRIDE -> new Effect.OverrideSet(override(message.getOverride(), message.getRevision(), at));
            case REMOVED_OVERRIDE -> new Effect.OverrideRemoved(UUID.fromString(message.getRemovedOverride()));
            case CHANGE_NOT_SET -> throw new IllegalArgumentException("a change that this version does not know");
        };
    }

    private static TenantOverride override(
            dev.casebook.contracts.limiter.v1.TenantOverride message, long version, Instant at) {
        return new TenantOverride(
                UUID.fromString(message.getId()),
                message.getDomain(),
                message.getDescriptorList().stream()
                        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                        .toList(),
                message.getLimit(),
                message.hasUntil() ? Optional.of(instant(message.getUntil())) : Optional.empty(),
                version,
                at);
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    private static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }
}
