package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitService;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Uni;

/** Tells reflection and health that the service is here. Its calls never arrive: {@link RateLimitRoute} answers them before. */
@GrpcService
class RateLimitRpc implements RateLimitService {

    @Override
    public Uni<RateLimitResponse> shouldRateLimit(RateLimitRequest request) {
        return Uni.createFrom().failure(Status.UNIMPLEMENTED.asRuntimeException());
    }
}
