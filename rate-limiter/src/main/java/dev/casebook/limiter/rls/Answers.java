package dev.casebook.limiter.rls;

import com.google.protobuf.Duration;
import dev.casebook.contracts.envoy.ratelimit.v3.HeaderValue;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.RateLimit;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.rls.Ruling.Part;
import dev.casebook.limiter.rules.Limit;
import jakarta.inject.Singleton;

/** Rulings in Envoy's words. */
@Singleton
final class Answers {

    private static final int NO_LIMIT = -1;

    private final LimitHeaders headers;
    private final boolean metadata;

    Answers(LimitHeaders headers, AnswerSettings settings) {
        this.headers = headers;
        this.metadata = settings.dynamicMetadata();
    }

    RateLimitResponse of(RateLimitRequest request, Ruling ruling) {
        var response = RateLimitResponse.newBuilder().setOverallCode(code(ruling.admitted()));
        for (var part : ruling.parts()) {
            var status = DescriptorStatus.newBuilder().setCode(Code.OK);
            if (!part.uncounted()) {
                part.subject().match().ifPresent(match -> fill(status, part, match.limit()));
            }
            response.addStatuses(status);
        }
        headers.of(ruling)
                .forEach((key, value) -> response.addResponseHeadersToAdd(
                        HeaderValue.newBuilder().setKey(key).setValue(value)));
        if (metadata) {
            response.setDynamicMetadata(DynamicMetadata.of(request, ruling));
        }
        return response.build();
    }

    private static void fill(DescriptorStatus.Builder status, Part part, Limit limit) {
        if (limit.unlimited()) {
            status.setLimitRemaining(NO_LIMIT);
            return;
        }
        status.setCode(code(!part.refused() || limit.shadow()))
                .setCurrentLimit(RateLimit.newBuilder()
                        .setName(limit.name())
                        .setRequestsPerUnit((int) limit.requestsPerUnit())
                        .setUnit(Unit.valueOf(limit.unit().orElseThrow().name())));
        part.decision().ifPresent(decision -> status.setLimitRemaining((int) usable(decision))
                .setDurationUntilReset(Duration.newBuilder().setSeconds(Seconds.until(decision))));
    }

    /** Of what is refused nothing remains that the caller could use. */
    static long usable(Decision decision) {
        return decision.admitted() ? decision.remaining() : 0;
    }

    private static Code code(boolean admitted) {
        return admitted ? Code.OK : Code.OVER_LIMIT;
    }
}
