package dev.casebook.shortener.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ServiceSettings;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;

/** Many links in one request and one transaction, with a result for each. */
@Path("/api/v1/links/bulk")
@Authenticated
@RunOnVirtualThread
public class BulkResource {

    private static final String ROUTE = "POST /api/v1/links/bulk";

    private final BulkCreation creation;
    private final ObjectMapper json;
    private final URI publicUrl;
    private final Caller caller;

    BulkResource(BulkCreation creation, ObjectMapper json, ServiceSettings service, Caller caller) {
        this.creation = creation;
        this.json = json;
        this.publicUrl = service.publicUrl();
        this.caller = caller;
    }

    /** Answers 200 when each item has its result, whatever the results are. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponseSchema(BulkResponse.class)
    public Response create(BulkRequest request, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
        var items = request == null || request.links() == null ? List.<NewLink>of() : request.links();
        if (items.isEmpty() || items.size() > creation.limit()) {
            throw LinkQuery.invalid("links", "must be 1 to " + creation.limit());
        }
        var wishes = wishes(items);
        var owner = caller.subject();
        var body = idempotencyKey
                .map(key -> creation.createOnce(owner, ROUTE, key, wishes, this::bytes))
                .orElseGet(() -> bytes(creation.create(owner, wishes)));
        return Response.ok(body).type(MediaType.APPLICATION_JSON).build();
    }

    private static List<Wish> wishes(List<NewLink> items) {
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) == null) {
                throw LinkQuery.invalid("links[" + i + "]", "must not be null");
            }
            if (Boolean.TRUE.equals(items.get(i).findIfExists())) {
                throw LinkQuery.invalid("links[" + i + "].findIfExists", "works for one link at a time");
            }
        }
        return items.stream().map(NewLink::wish).toList();
    }

    private byte[] bytes(List<Outcome> outcomes) {
        var results = new ArrayList<BulkResult>(outcomes.size());
        for (int i = 0; i < outcomes.size(); i++) {
            results.add(result(outcomes.get(i), i));
        }
        try {
            return json.writeValueAsBytes(new BulkResponse(results));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own bodies are always writable", e);
        }
    }

    private BulkResult result(Outcome outcome, int position) {
        return switch (outcome) {
            case Outcome.Created(var link) -> new BulkResult(201, LinkBody.of(link, publicUrl), null);
            case Outcome.Refused(var refusal) -> {
                var problem = LinkProblems.problem(refusal.within("links[" + position + "]"));
                yield new BulkResult(problem.status(), null, problem);
            }
        };
    }

    /** @param links 1 to 500 */
    public record BulkRequest(List<NewLink> links) {}

    /** @param results one for each link, in their order */
    public record BulkResponse(List<BulkResult> results) {}

    /**
     * @param status that the link alone would have been answered with
     * @param link null when it was refused
     * @param problem null when it was created
     */
    public record BulkResult(int status, LinkBody link, Problem problem) {}
}
