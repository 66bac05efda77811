package dev.casebook.limiter.rls;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;

/** A request as protobuf's JSON. */
final class RequestJson {

    private RequestJson() {}

    /** @throws InvalidRequestException when it is no such JSON, or has a field that nobody knows */
    static RateLimitRequest parse(String body) {
        var request = RateLimitRequest.newBuilder();
        try {
            JsonFormat.parser().merge(body, request);
            return request.build();
        } catch (InvalidProtocolBufferException e) {
            throw new InvalidRequestException(e.getMessage());
        }
    }
}
