package dev.casebook.limiter.rls;

import dev.casebook.limiter.rls.Explanation.Explained;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Why a request would be admitted or refused. Charges nothing. */
@Path("/api/v1/explanations")
class ExplainResource {

    private final Explanation explanation;

    ExplainResource(Explanation explanation) {
        this.explanation = explanation;
    }

    /** The body is that of {@code /json}. */
    @POST
    @NonBlocking
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<Explained> explain(String body) {
        return Uni.createFrom()
                .completionStage(() -> explanation.of(RequestJson.parse(body)))
                .onFailure()
                .transform(WebFailures::problem);
    }
}
