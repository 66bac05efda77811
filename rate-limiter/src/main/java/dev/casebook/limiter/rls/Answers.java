package dev.casebook.limiter.rls;

import com.google.protobuf.Duration;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.RateLimit;
import dev.casebook.contracts.envoy.ratelimit.v3.Unit;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.rules.Limit;
import java.util.Iterator;
import java.util.List;

/** Decisions in Envoy's words. */
final class Answers {

    private static final long SECOND = 1_000_000;
    private static final int NO_LIMIT = -1;

    private Answers() {}

    /** @param decisions one for each subject that the store was asked about, in their order */
    static RateLimitResponse answer(List<Subject> subjects, boolean admitted, Iterator<Decision> decisions) {
        var response = RateLimitResponse.newBuilder().setOverallCode(code(admitted));
        for (var subject : subjects) {
            var status = DescriptorStatus.newBuilder().setCode(Code.OK);
            subject.match().ifPresent(match -> fill(status, subject, match.limit(), decisions));
            response.addStatuses(status);
        }
        return response.build();
    }

    private static void fill(
            DescriptorStatus.Builder status, Subject subject, Limit limit, Iterator<Decision> decisions) {
        if (limit.unlimited()) {
            status.setLimitRemaining(NO_LIMIT);
            return;
        }
        status.setCurrentLimit(RateLimit.newBuilder()
                .setName(limit.name())
                .setRequestsPerUnit((int) limit.requestsPerUnit())
                .setUnit(Unit.valueOf(limit.unit().orElseThrow().name())));
        if (subject.forbidden()) {
            status.setCode(code(subject.shadow()));
            return;
        }
        var decision = decisions.next();
        status.setCode(code(decision.admitted() || subject.shadow()))
                // Of what is refused nothing remains that the caller could use.
                .setLimitRemaining(decision.admitted() ? (int) decision.remaining() : 0)
                .setDurationUntilReset(Duration.newBuilder().setSeconds(Math.ceilDiv(wait(decision), SECOND)));
    }

    /** Rounded up later, so that waiting that long succeeds. */
    private static long wait(Decision decision) {
        return decision.admitted() || decision.retryAfter() == Decision.NEVER
                ? decision.resetAfter()
                : decision.retryAfter();
    }

    private static Code code(boolean admitted) {
        return admitted ? Code.OK : Code.OVER_LIMIT;
    }
}
