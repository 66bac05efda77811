package dev.casebook.limiter.rls;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.rls.Reservations.Reserved;
import dev.casebook.limiter.store.ReservationId;
import dev.casebook.limiter.store.ReservationSettings;
import dev.casebook.limiter.store.Settlement;
import dev.casebook.limiter.store.Settlement.Outcome;
import dev.casebook.limiter.store.Settlement.Way;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Hits that are charged now, and whose number is known later. */
@Path("/api/v1/reservations")
class ReservationResource {

    private static final String INVALID = "invalid-reservation";
    private static final String INVALID_TITLE = "Nothing can be reserved or settled so";

    private final Reservations reservations;
    private final LimitHeaders headers;
    private final ReservationSettings settings;

    ReservationResource(Reservations reservations, LimitHeaders headers, ReservationSettings settings) {
        this.reservations = reservations;
        this.headers = headers;
        this.settings = settings;
    }

    /**
     * @param id absent when nothing counts the request: it may proceed, and there is nothing to settle
     * @param expiresAt until then it is to be settled; what is not stays charged
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record ReservationResponse(Optional<String> id, Optional<Long> cost, Optional<Instant> expiresAt) {}

    /** @param cost the true one, in hits, 0 to {@link Rate#MAX_COUNT} */
    record CommitRequest(Long cost) {}

    /** @param limits one for each limit that was charged, in the order of the descriptors */
    record SettledResponse(String settled, long cost, List<Outcome> limits) {}

    /**
     * 201 with the id, 200 when nothing counts it, or 429.
     *
     * @param ttl seconds until which it is to be settled
     * @param body that of {@code /json}
     */
    @POST
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> reserve(@QueryParam("ttl") Long ttl, String body) {
        var lives = Ttl.of(ttl, settings.lives(), settings.livesAtMost(), INVALID, INVALID_TITLE);
        return Uni.createFrom()
                .completionStage(() -> reservations.reserve(RequestJson.parse(body), lives))
                .map(this::answer)
                .onFailure()
                .transform(WebFailures::problem);
    }

    /** 200, and the same when the same is sent again. */
    @POST
    @NonBlocking
    @Path("/{id}/commit")
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<SettledResponse> commit(@PathParam("id") String id, CommitRequest request) {
        if (request == null || request.cost() == null || request.cost() < 0 || request.cost() > Rate.MAX_COUNT) {
            throw new ProblemException(
                    Problem.of(400, INVALID, INVALID_TITLE).error("cost", "must be 0 to %d".formatted(Rate.MAX_COUNT)));
        }
        return settle(id, Way.COMMITTED, request.cost());
    }

    /** 200, and the same when it is sent again. */
    @POST
    @NonBlocking
    @Path("/{id}/cancel")
    public Uni<SettledResponse> cancel(@PathParam("id") String id) {
        return settle(id, Way.CANCELLED, 0);
    }

    private Uni<SettledResponse> settle(String text, Way way, long cost) {
        var id = ReservationId.parse(text).orElseThrow(ReservationResource::unknown);
        return Uni.createFrom()
                .completionStage(() -> reservations.settle(id, way, cost))
                .map(settlement -> switch (settlement) {
                    case Settlement.Settled(var limits) -> new SettledResponse(name(way), cost, limits);
                    case Settlement.Otherwise(var other, var spent) -> throw settledBefore(other, spent);
                    case Settlement.Expired _ ->
                        throw problem(410, "reservation-expired", "The reservation has ended", "It stays charged.");
                    case Settlement.Unknown _ -> throw unknown();
                })
                .onFailure()
                .transform(WebFailures::problem);
    }

    private Response answer(Reserved reserved) {
        var held = reserved.held();
        var response =
                Response.status(held.isPresent() ? 201 : reserved.ruling().admitted() ? 200 : QuotaExceeded.STATUS);
        headers.of(reserved.ruling()).forEach(response::header);
        if (!reserved.ruling().admitted()) {
            return response.type(Problem.MEDIA_TYPE)
                    .entity(QuotaExceeded.of(reserved.ruling()))
                    .build();
        }
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ReservationResponse(
                        held.map(made -> made.id().toString()),
                        held.map(Reservations.Held::cost),
                        held.map(Reservations.Held::expiresAt)))
                .build();
    }

    private static String name(Way way) {
        return way.name().toLowerCase(Locale.ROOT);
    }

    private static ProblemException settledBefore(Way way, long cost) {
        return problem(
                409,
                "reservation-settled",
                "The reservation is settled",
                "It was %s, at a cost of %d.".formatted(name(way), cost));
    }

    private static ProblemException unknown() {
        return problem(
                404, "reservation-unknown", "There is no such reservation", "Or it ended so long ago that it is gone.");
    }

    private static ProblemException problem(int status, String slug, String title, String detail) {
        return new ProblemException(Problem.of(status, slug, title).detail(detail));
    }
}
