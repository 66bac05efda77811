package dev.casebook.shortener.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.quarkus.security.UnauthorizedException;
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
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A person's own links. Those of others look as if they did not exist. */
@Path("/api/v1/links")
@Authenticated
@RunOnVirtualThread
public class LinksResource {

    private final Links links;
    private final LinkCreation creation;
    private final LinkSettings settings;
    private final Store store;
    private final URI publicUrl;
    private final JsonWebToken token;

    LinksResource(
            Links links,
            LinkCreation creation,
            LinkSettings settings,
            Store store,
            ServiceSettings service,
            JsonWebToken token) {
        this.links = links;
        this.creation = creation;
        this.settings = settings;
        this.store = store;
        this.publicUrl = service.publicUrl();
        this.token = token;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(NewLink link, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
        var wish = link == null ? new NewLink(null, Optional.empty()) : link;
        return creation.create(owner(), wish, idempotencyKey);
    }

    @GET
    public Page list(@RestQuery Optional<String> cursor, @RestQuery Optional<Integer> limit) {
        long before = cursor.map(LinksResource::position).orElse(LinkPage.START);
        int size = limit.orElseGet(settings::pageSize);
        if (size < 1 || size > settings.maxPageSize()) {
            throw invalid("limit", "must be from 1 to " + settings.maxPageSize());
        }
        var page = store.change(() -> links.page(owner(), before, size));
        return new Page(page.links().stream().map(this::body).toList(), page.next());
    }

    @GET
    @Path("{code}")
    public Response find(@RestPath String code, @Context Request request) {
        var link = store.change(() -> links.find(owner(), code));
        var unmodified = request.evaluatePreconditions(tag(link));
        return unmodified == null ? shown(link) : unmodified.build();
    }

    @PATCH
    @Path("{code}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    public Response retarget(
            @RestPath String code, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch, Retarget change) {
        var expected = ifMatch.map(ExpectedVersion::ofIfMatch)
                .orElseThrow(() -> new ProblemException(Problem.of(428)
                        .detail("An edit needs If-Match with the ETag that you read, so that no other edit is lost.")));
        return shown(store.change(() -> links.retarget(owner(), code, expected, change == null ? null : change.url())));
    }

    @DELETE
    @Path("{code}")
    public void delete(@RestPath String code, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        var expected = ifMatch.map(ExpectedVersion::ofIfMatch).orElse(ExpectedVersion.ANY);
        store.change(() -> links.delete(owner(), code, expected));
    }

    private String owner() {
        return Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
    }

    private Response shown(Link link) {
        return Response.ok(body(link)).tag(tag(link)).build();
    }

    private LinkBody body(Link link) {
        return LinkBody.of(link, publicUrl);
    }

    private static EntityTag tag(Link link) {
        return new EntityTag(Long.toString(link.version()));
    }

    private static long position(String cursor) {
        return LinkPage.position(cursor).orElseThrow(() -> invalid("cursor", "is not one that this service gave"));
    }

    private static ProblemException invalid(String field, String message) {
        return new ProblemException(
                Problem.of(400, "invalid-request", "The request is not valid").error(field, message));
    }

    /** @param alias the code wished for; absent: the service chooses one */
    public record NewLink(String url, Optional<String> alias) {}

    public record Retarget(String url) {}

    /** @param next the cursor of the next page; absent on the last */
    public record Page(
            List<LinkBody> items,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> next) {}
}
