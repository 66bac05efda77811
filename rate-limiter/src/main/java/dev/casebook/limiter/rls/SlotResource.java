package dev.casebook.limiter.rls;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.limiter.rls.Seating.Seat;
import dev.casebook.limiter.store.SlotId;
import dev.casebook.limiter.store.SlotStore.Answer;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** How many may be at something at once: each holds a slot while it is. */
@Path("/api/v1/slots")
class SlotResource {

    private final Seating seating;
    private final SlotSettings settings;

    SlotResource(Seating seating, SlotSettings settings) {
        this.seating = seating;
        this.settings = settings;
    }

    /**
     * @param id absent when nothing limits it: it may proceed, and there is nothing to release
     * @param held how many slots are, this one included
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record SlotResponse(Optional<String> id, Optional<Long> held, Optional<Long> slots, Optional<Instant> expiresAt) {

        static SlotResponse unlimited() {
            return new SlotResponse(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** @param expiresAt by the clock of the store */
    record RenewedResponse(Instant expiresAt) {}

    /**
     * 201 with the id, 200 when nothing limits it, or 429.
     *
     * @param ttl seconds after which the slot is another's, unless it is renewed
     * @param body that of {@code /json}, with one descriptor
     */
    @POST
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> acquire(@QueryParam("ttl") Long ttl, String body) {
        var lease = lease(ttl);
        return Uni.createFrom()
                .completionStage(() -> seating.acquire(RequestJson.parse(body), lease))
                .map(seat -> answer(seat, lease))
                .onFailure()
                .transform(WebFailures::problem);
    }

    /** 200, or 409 when the lease has ended: then someone else may be at it. */
    @POST
    @NonBlocking
    @Path("/{id}/renew")
    public Uni<RenewedResponse> renew(@PathParam("id") String id, @QueryParam("ttl") Long ttl) {
        var lease = lease(ttl);
        var known = id(id);
        return Uni.createFrom()
                .completionStage(() -> seating.renew(known, lease))
                .map(answer -> {
                    if (!answer.done()) {
                        throw new ProblemException(Problem.of(409, "lease-ended", "The lease has ended")
                                .detail("The slot was released, or is free for others since then."));
                    }
                    return new RenewedResponse(end(answer, lease));
                })
                .onFailure()
                .transform(WebFailures::problem);
    }

    /** 204, however often. */
    @POST
    @NonBlocking
    @Path("/{id}/release")
    public Uni<Void> release(@PathParam("id") String id) {
        var known = id(id);
        return Uni.createFrom()
                .completionStage(() -> seating.release(known))
                .onFailure()
                .transform(WebFailures::problem)
                .replaceWithVoid();
    }

    private static Response answer(Seat seat, Duration lease) {
        return switch (seat) {
            case Seat.Unlimited _ -> Response.ok(SlotResponse.unlimited()).build();
            case Seat.Taken(var answer, var concurrency) ->
                Response.status(Response.Status.CREATED)
                        .entity(new SlotResponse(
                                Optional.of(answer.id().toString()),
                                Optional.of(answer.held()),
                                Optional.of(concurrency.slots().count()),
                                Optional.of(end(answer, lease))))
                        .build();
            case Seat.Full(var concurrency, var retryAfter) ->
                Response.status(QuotaExceeded.STATUS)
                        .header(HttpHeaders.RETRY_AFTER, retryAfter)
                        .type(Problem.MEDIA_TYPE)
                        .entity(QuotaExceeded.of(List.of(concurrency.label())))
                        .build();
        };
    }

    private static Instant end(Answer answer, Duration lease) {
        return Instant.EPOCH.plus(answer.now(), ChronoUnit.MICROS).plus(lease);
    }

    private static SlotId id(String text) {
        return SlotId.parse(text)
                .orElseThrow(() -> new ProblemException(Problem.of(404, "slot-unknown", "There is no such slot")));
    }

    private Duration lease(Long ttl) {
        return Ttl.of(ttl, settings.lease(), settings.leaseAtMost(), "invalid-slot", "No slot can be leased so");
    }
}
