package dev.casebook.lab.empty;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitService;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Admits everything, on the event loop. */
@GrpcService
class EmptyMethod implements RateLimitService {

    private static final RateLimitResponse OK = RateLimitResponse.newBuilder()
            .setOverallCode(RateLimitResponse.Code.OK)
            .build();

    @Override
    public Uni<RateLimitResponse> shouldRateLimit(RateLimitRequest request) {
        return Uni.createFrom().item(OK);
    }
}
