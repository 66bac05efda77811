package dev.casebook.limiter.decisions;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.contracts.limiter.v1.DecisionMade;
import dev.casebook.contracts.limiter.v1.DescriptorDecision;
import dev.casebook.contracts.limiter.v1.SampledEntry;
import dev.casebook.limiter.decisions.DecisionSettings.Values;
import dev.casebook.limiter.rules.Entry;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;

/** Makes events of decisions, which tell of values only what the settings allow. */
@Singleton
final class DecisionMessage {

    private static final int SECRET_LENGTH = 32;

    private final String instance;
    private final double rate;
    private final Values values;
    private final DailyHash hash;

    DecisionMessage(DecisionSettings settings, ServiceSettings service) {
        this.instance = service.instance();
        this.rate = settings.samplingRate();
        this.values = settings.values();
        this.hash = new DailyHash(settings.secret().map(DecisionMessage::secret).orElseGet(DecisionMessage::random));
    }

    private static byte[] secret(String text) {
        if (text.length() < SECRET_LENGTH) {
            throw new IllegalArgumentException("casebook.limiter.decisions.secret has %d characters, and needs %d"
                    .formatted(text.length(), SECRET_LENGTH));
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] random() {
        var secret = new byte[SECRET_LENGTH];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    DecisionMade of(Decided decided, Instant at) {
        var message = DecisionMade.newBuilder()
                .setDecidedAt(
                        Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()))
                .setInstance(instance)
                .setDomain(decided.domain())
                .setAdmitted(decided.admitted())
                .setSource(decided.source())
                .setSamplingRate(rate);
        decided.parts().forEach(part -> message.addDescriptors(descriptor(part, at)));
        return message.build();
    }

    private DescriptorDecision descriptor(Decided.Part part, Instant at) {
        var limit = part.limit();
        var message = DescriptorDecision.newBuilder()
                .setRule(limit.label())
                .setRequestsPerUnit(limit.requestsPerUnit())
                .setUnit(limit.unit()
                        .map(unit -> unit.name().toLowerCase(Locale.ROOT))
                        .orElse(""))
                .setCost(part.cost())
                .setRefused(part.refused())
                .setShadow(limit.shadow());
        part.remaining().ifPresent(message::setRemaining);
        part.entries().forEach(entry -> message.addEntries(entry(entry, at)));
        return message.build();
    }

    private SampledEntry entry(Entry entry, Instant at) {
        var message = SampledEntry.newBuilder().setKey(entry.key());
        if (values == Values.HASHED) {
            message.setValueHash(ByteString.copyFrom(hash.of(entry, at)));
        }
        return message.build();
    }
}
