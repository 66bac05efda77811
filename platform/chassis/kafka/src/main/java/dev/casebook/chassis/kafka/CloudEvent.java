package dev.casebook.chassis.kafka;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What the headers of our records say about the event in the value: CloudEvents 1.0 in binary mode, the value in Protobuf.
 *
 * @param id unique at its source: whoever reads the same id twice reads the same event twice
 * @param source which service it happened in: {@code /url-shortener}
 * @param type what happened: {@code casebook.shortener.v1.LinkCreated}
 * @param time when it happened
 */
public record CloudEvent(String id, String source, String type, Instant time) {

    private static final String SPEC_VERSION = "1.0";
    private static final String CONTENT_TYPE = "application/protobuf";

    public CloudEvent {
        Objects.requireNonNull(id);
        Objects.requireNonNull(source);
        Objects.requireNonNull(type);
        Objects.requireNonNull(time);
    }

    /** New ones, to which a producer may add its own. */
    public Headers headers() {
        return new RecordHeaders()
                .add("ce_specversion", bytes(SPEC_VERSION))
                .add("ce_id", bytes(id))
                .add("ce_source", bytes(source))
                .add("ce_type", bytes(type))
                .add("ce_time", bytes(time.toString()))
                .add("content-type", bytes(CONTENT_TYPE));
    }

    /** Empty when a required one is missing or unreadable: then the record is none of ours. */
    public static Optional<CloudEvent> of(Headers headers) {
        var id = text(headers, "ce_id");
        var source = text(headers, "ce_source");
        var type = text(headers, "ce_type");
        var time = text(headers, "ce_time").flatMap(CloudEvent::instant);
        if (id.isEmpty() || source.isEmpty() || type.isEmpty() || time.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CloudEvent(id.get(), source.get(), type.get(), time.get()));
    }

    private static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
