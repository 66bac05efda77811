package dev.casebook.limiter.administration;

import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.current.TenantOverride;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Limits of single descriptors, in place of what the rules say. Reading answers what this instance goes by. */
@Path("/api/v1/overrides")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class OverridesResource {

    private final CurrentRules rules;
    private final OverrideAdministration administration;
    private final Creation creation;
    private final Database database;
    private final Administrator administrator;
    private final AdministrationSettings settings;

    OverridesResource(
            CurrentRules rules,
            OverrideAdministration administration,
            Creation creation,
            Database database,
            Administrator administrator,
            AdministrationSettings settings) {
        this.rules = rules;
        this.administration = administration;
        this.creation = creation;
        this.database = database;
        this.administrator = administrator;
        this.settings = settings;
    }

    /** @param domain only those of this domain */
    @GET
    public PageResponse<OverrideResponse> list(
            @RestQuery Optional<String> domain,
            @RestQuery Optional<String> cursor,
            @RestQuery Optional<Integer> limit) {
        administrator.subject();
        int size = PageResponse.size(limit, settings);
        var after = Cursor.read(cursor);
        var sorted = rules.administered().overrides().values().stream()
                .filter(override -> domain.isEmpty() || domain.get().equals(override.domain()))
                .filter(override -> override.id().toString().compareTo(after) > 0)
                .sorted(Comparator.comparing(override -> override.id().toString()))
                .map(OverrideResponse::of);
        return PageResponse.of(sorted, size, override -> override.id().toString());
    }

    @GET
    @Path("{id}")
    @APIResponse(responseCode = "200", description = "The override")
    public Response find(@RestPath UUID id, @Context Request request) {
        administrator.subject();
        var override = Optional.ofNullable(rules.administered().overrides().get(id))
                .orElseThrow(() -> AdministrationProblems.unknown("override"));
        var unmodified = request.evaluatePreconditions(tag(override));
        return unmodified == null ? shown(override) : unmodified.build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "201", description = "Created")
    @APIResponse(responseCode = "409", description = "The descriptor has an override, or there are as many as may be")
    @APIResponse(responseCode = "422", description = "A field is not valid")
    public Response create(
            @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey, NewOverrideRequest request) {
        var subject = administrator.subject();
        var wish = request == null ? new NewOverrideRequest(null, null, null, null) : request;
        return creation.create(subject, wish, idempotencyKey);
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(responseCode = "200", description = "Replaced")
    @APIResponse(responseCode = "412", description = "The override was changed since it was read")
    @APIResponse(responseCode = "422", description = "A field is not valid")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response replace(
            @RestPath UUID id,
            @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            OverrideEditRequest request) {
        var subject = administrator.subject();
        var expected = ExpectedVersion.of(ifMatch);
        var edit = request == null ? new OverrideEditRequest(null, null) : request;
        return shown(database.ask(() -> administration.replace(subject, id, expected, edit)));
    }

    @DELETE
    @Path("{id}")
    @APIResponse(responseCode = "204", description = "Removed: the rules hold")
    @APIResponse(responseCode = "412", description = "The override was changed since it was read")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response remove(@RestPath UUID id, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        var subject = administrator.subject();
        var expected = ExpectedVersion.of(ifMatch);
        database.ask(() -> {
            administration.remove(subject, id, expected);
            return true;
        });
        return Response.noContent().build();
    }

    private static Response shown(TenantOverride override) {
        return Response.ok(OverrideResponse.of(override)).tag(tag(override)).build();
    }

    private static EntityTag tag(TenantOverride override) {
        return new EntityTag(Long.toString(override.version()));
    }
}
