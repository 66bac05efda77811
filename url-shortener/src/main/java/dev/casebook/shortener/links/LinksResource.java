package dev.casebook.shortener.links;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
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
    private final Caller caller;

    LinksResource(
            Links links,
            LinkCreation creation,
            LinkSettings settings,
            Store store,
            ServiceSettings service,
            Caller caller) {
        this.links = links;
        this.creation = creation;
        this.settings = settings;
        this.store = store;
        this.publicUrl = service.publicUrl();
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "201",
            description = "Created",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LinkBody.class)))
    @APIResponse(
            responseCode = "200",
            description = "Found: there was one just like it, and findIfExists was asked for",
            content = @Content(mediaType = "application/json", schema = @Schema(implementation = LinkBody.class)))
    @APIResponse(responseCode = "409", description = "The alias is taken")
    @APIResponse(responseCode = "422", description = "A field breaks a rule")
    public Response create(NewLink link, @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey) {
        return creation.create(caller.subject(), link == null ? NewLink.NOTHING : link, idempotencyKey);
    }

    @GET
    public Page list(@BeanParam LinkQuery query, @RestQuery Optional<Integer> limit) {
        var owner = caller.subject();
        int size = limit.orElseGet(settings::pageSize);
        if (size < 1 || size > settings.maxPageSize()) {
            throw LinkQuery.invalid("limit", "must be from 1 to " + settings.maxPageSize());
        }
        var filter = query.filter();
        var position = query.position();
        var page = store.read(() -> links.page(owner, filter, position, size));
        return new Page(
                page.links().stream().map(link -> LinkBody.of(link, publicUrl)).toList(),
                page.next().map(LinkPage.Position::cursor));
    }

    /**
     * @param items newest first; a search may find fewer than asked for, even none, and go on behind the cursor
     * @param next the cursor of the next page; absent on the last
     */
    public record Page(
            List<LinkBody> items,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> next) {}
}
