package dev.casebook.limiter.rls;

import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.SmallRyeHealthReporter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Health where envoyproxy/ratelimit has it. It says what readiness says. */
@Path("/healthcheck")
class PeerHealth {

    private static final String SERVICE = "ratelimit";

    private final SmallRyeHealthReporter health;

    PeerHealth(SmallRyeHealthReporter health) {
        this.health = health;
    }

    /** Its name in gRPC health checks. */
    void register(@Observes StartupEvent event, GrpcHealthStorage names) {
        names.setStatus(SERVICE, ServingStatus.SERVING);
    }

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public Uni<Response> check() {
        return health.getReadinessAsync()
                .map(ready -> ready.isDown()
                        ? Response.serverError().build()
                        : Response.ok("OK").build());
    }
}
