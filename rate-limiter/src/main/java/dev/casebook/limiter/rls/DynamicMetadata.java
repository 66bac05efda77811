package dev.casebook.limiter.rls;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.RateLimitOverride;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.limiter.rls.Ruling.Part;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What envoyproxy/ratelimit tells in {@code dynamic_metadata}: the request, and the metadata of the limits that admit it. Of the same key in several
 * the first one holds; maps are joined.
 */
final class DynamicMetadata {

    private DynamicMetadata() {}

    static Struct of(RateLimitRequest request, Ruling ruling) {
        var told = Struct.newBuilder().putFields("domain", text(request.getDomain()));
        var descriptors = ListValue.newBuilder();
        request.getDescriptorsList()
                .forEach(
                        descriptor -> descriptors.addValues(Value.newBuilder().setStructValue(descriptor(descriptor))));
        told.putFields(
                "descriptors", Value.newBuilder().setListValue(descriptors).build());
        if (request.getHitsAddend() != 0) {
            told.putFields("hitsAddend", number(Integer.toUnsignedLong(request.getHitsAddend())));
        }
        var metadata = metadata(ruling);
        if (metadata.getFieldsCount() > 0) {
            told.putFields(
                    "metadata", Value.newBuilder().setStructValue(metadata).build());
        }
        return told.build();
    }

    private static Struct descriptor(RateLimitDescriptor descriptor) {
        var entries = ListValue.newBuilder();
        descriptor.getEntriesList().forEach(entry -> entries.addValues(text(entry.getKey() + "=" + entry.getValue())));
        var told = Struct.newBuilder()
                .putFields("entries", Value.newBuilder().setListValue(entries).build());
        if (descriptor.hasLimit()) {
            told.putFields("limit", text(limit(descriptor.getLimit())));
        }
        if (descriptor.hasHitsAddend()) {
            var hits = Long.toUnsignedString(descriptor.getHitsAddend().getValue());
            told.putFields("hitsAddend", number(Double.parseDouble(hits)));
        }
        return told.build();
    }

    /** As protobuf's text format has it, which leaves out what is 0. */
    private static String limit(RateLimitOverride limit) {
        var text = new StringJoiner(" ");
        if (limit.getRequestsPerUnit() != 0) {
            text.add("requests_per_unit:" + Integer.toUnsignedString(limit.getRequestsPerUnit()));
        }
        if (limit.getUnit() != Unit.UNKNOWN_UNIT) {
            text.add("unit:" + limit.getUnit());
        }
        return text.toString();
    }

    private static Struct metadata(Ruling ruling) {
        var joined = Struct.newBuilder();
        ruling.parts().stream()
                .filter(DynamicMetadata::admits)
                .flatMap(part -> part.subject().match().stream())
                .forEach(match -> join(joined, struct(match.limit().metadata())));
        return joined.build();
    }

    private static boolean admits(Part part) {
        boolean unlimited = part.subject()
                .match()
                .filter(match -> match.limit().unlimited())
                .isPresent();
        return !unlimited && (!part.refused() || part.subject().shadow());
    }

    private static void join(Struct.Builder joined, Struct further) {
        further.getFieldsMap().forEach((key, value) -> {
            if (!joined.containsFields(key)) {
                joined.putFields(key, value);
            } else if (joined.getFieldsOrThrow(key).hasStructValue() && value.hasStructValue()) {
                var below = joined.getFieldsOrThrow(key).getStructValue().toBuilder();
                join(below, value.getStructValue());
                joined.putFields(key, Value.newBuilder().setStructValue(below).build());
            }
        });
    }

    private static Struct struct(Map<?, ?> map) {
        var struct = Struct.newBuilder();
        map.forEach((key, value) -> struct.putFields(String.valueOf(key), value(value)));
        return struct.build();
    }

    private static Value value(Object value) {
        return switch (value) {
            case null -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
            case Boolean flag -> Value.newBuilder().setBoolValue(flag).build();
            case Number number -> number(number.doubleValue());
            case Map<?, ?> map -> Value.newBuilder().setStructValue(struct(map)).build();
            case List<?> list -> {
                var values = ListValue.newBuilder();
                list.forEach(item -> values.addValues(value(item)));
                yield Value.newBuilder().setListValue(values).build();
            }
            default -> text(value.toString());
        };
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value number(double number) {
        return Value.newBuilder().setNumberValue(number).build();
    }
}
