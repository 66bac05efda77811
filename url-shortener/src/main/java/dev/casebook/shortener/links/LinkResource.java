package dev.casebook.shortener.links;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.jboss.resteasy.reactive.RestPath;

/** One of a person's own links. */
@Path("/api/v1/links/{code}")
@Authenticated
@RunOnVirtualThread
public class LinkResource {

    private final Links links;
    private final LinkEdit edit;
    private final Store store;
    private final URI publicUrl;
    private final Caller caller;

    LinkResource(Links links, LinkEdit edit, Store store, ServiceSettings service, Caller caller) {
        this.links = links;
        this.edit = edit;
        this.store = store;
        this.publicUrl = service.publicUrl();
        this.caller = caller;
    }

    @GET
    @APIResponseSchema(LinkBody.class)
    public Response find(@RestPath String code, @Context Request request) {
        var owner = caller.subject();
        var link = store.change(() -> links.find(owner, code));
        var unmodified = request.evaluatePreconditions(tag(link));
        return unmodified == null ? shown(link) : unmodified.build();
    }

    /** A merge patch (RFC 7396): what is named is changed, what is null takes its default, the rest stays. */
    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RequestBody(content = @Content(schema = @Schema(implementation = LinkFields.class)))
    @APIResponseSchema(LinkBody.class)
    @APIResponse(responseCode = "412", description = "The link was changed since it was read")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response edit(
            @RestPath String code, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch, ObjectNode patch) {
        var owner = caller.subject();
        var expected = ifMatch.map(ExpectedVersion::ofIfMatch)
                .orElseThrow(() -> new ProblemException(Problem.of(428)
                        .detail("An edit needs If-Match with the ETag that you read, so that no other edit is lost.")));
        return shown(store.change(() -> links.edit(owner, code, expected, fields -> edit.merged(fields, patch))));
    }

    @DELETE
    public void delete(@RestPath String code, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        var owner = caller.subject();
        store.change(() -> links.delete(owner, code, expected(ifMatch)));
    }

    /** Brings a deleted link back as it was, under its old code. */
    @POST
    @Path("restore")
    @APIResponseSchema(LinkBody.class)
    public Response restore(@RestPath String code, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        var owner = caller.subject();
        return shown(store.change(() -> links.restore(owner, code, expected(ifMatch))));
    }

    private static ExpectedVersion expected(Optional<String> ifMatch) {
        return ifMatch.map(ExpectedVersion::ofIfMatch).orElse(ExpectedVersion.ANY);
    }

    private Response shown(Link link) {
        return Response.ok(LinkBody.of(link, publicUrl)).tag(tag(link)).build();
    }

    private static EntityTag tag(Link link) {
        return new EntityTag(Long.toString(link.version()));
    }
}
