package dev.casebook.limiter.rls;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** A request as protobuf's JSON. */
final class RequestJson {

    private RequestJson() {}

    /** @throws InvalidRequestException when it is no such JSON, or has a field that nobody knows */
    static RateLimitRequest parse(String body) {
        var request = RateLimitRequest.newBuilder();
        try {
            JsonFormat.parser().merge(body, request);
            checkText(request.build());
            return request.build();
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException(e.getMessage());
        }
    }

    /** JSON can have half of a surrogate pair, which would be written as a question mark, and share that one's counter. */
    private static void checkText(RateLimitRequest request) {
        var entries = request.getDescriptorsList().stream()
                .flatMap(descriptor -> descriptor.getEntriesList().stream())
                .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()));
        var encoder = StandardCharsets.UTF_8.newEncoder();
        if (!Stream.concat(Stream.of(request.getDomain()), entries).allMatch(encoder::canEncode)) {
            throw new InvalidRequestException("a text has half of a surrogate pair");
        }
    }
}
