package dev.casebook.limiter.rls;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.casebook.chassis.web.Problem;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/**
 * {@code ShouldRateLimit} as JSON: 200 when the request may proceed and 429 when not, with the answer as protobuf's JSON in both; who accepts
 * {@code application/problem+json} gets a refusal as a problem.
 */
@Path("/json")
class JsonResource {

    private final Limiter limiter;
    private final Patience patience;
    private final Answers answers;
    private final LimitHeaders headers;

    JsonResource(Limiter limiter, Patience patience, Answers answers, LimitHeaders headers) {
        this.limiter = limiter;
        this.patience = patience;
        this.answers = answers;
        this.headers = headers;
    }

    /** Whatever media type the body claims to have, as the peer takes it. */
    @POST
    @NonBlocking
    public Uni<Response> decide(@HeaderParam(HttpHeaders.ACCEPT) String accept, String body) {
        boolean problems = accept != null && accept.contains(Problem.MEDIA_TYPE);
        return Uni.createFrom()
                .item(() -> RequestJson.parse(body))
                .chain(request -> decided(request, problems))
                .onFailure()
                .transform(WebFailures::problem);
    }

    private Uni<Response> decided(RateLimitRequest request, boolean problems) {
        return Uni.createFrom()
                .completionStage(() -> limiter.decide(request, patience.of(Optional.empty())))
                .map(ruling -> answer(request, ruling, problems));
    }

    private Response answer(RateLimitRequest request, Ruling ruling, boolean problems) {
        var response = ruling.admitted() ? Response.ok() : Response.status(QuotaExceeded.STATUS);
        headers.of(ruling).forEach(response::header);
        if (!ruling.admitted() && problems) {
            return response.type(Problem.MEDIA_TYPE)
                    .entity(QuotaExceeded.of(ruling))
                    .build();
        }
        return response.type(MediaType.APPLICATION_JSON_TYPE)
                .entity(json(answers.of(request, ruling)))
                .build();
    }

    private static String json(RateLimitResponse response) {
        try {
            // The headers are headers here, as the peer has it.
            return JsonFormat.printer()
                    .omittingInsignificantWhitespace()
                    .print(response.toBuilder().clearResponseHeadersToAdd());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an answer without Any is always JSON", e);
        }
    }
}
