package dev.casebook.limiter.administration;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.limiter.administration.RulesInEffect.Domain;
import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.current.DomainRules;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** The rules of domains, each what a file of rules would hold. Reading answers what this instance goes by. */
@Path("/api/v1/rules")
@Authenticated
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
public class RulesResource {

    private static final String YAML = "application/yaml";

    private final RulesInEffect inEffect;
    private final RulesAdministration administration;
    private final Creation creation;
    private final Database database;
    private final Administrator administrator;
    private final AdministrationSettings settings;
    private final CurrentRules rules;
    private final ObjectMapper json;

    RulesResource(
            RulesInEffect inEffect,
            RulesAdministration administration,
            Creation creation,
            Database database,
            Administrator administrator,
            AdministrationSettings settings,
            CurrentRules rules,
            ObjectMapper json) {
        this.inEffect = inEffect;
        this.administration = administration;
        this.creation = creation;
        this.database = database;
        this.administrator = administrator;
        this.settings = settings;
        this.rules = rules;
        this.json = json;
    }

    /** The domains that have rules, and whose hold. */
    @GET
    public PageResponse<Domain> list(@RestQuery Optional<String> cursor, @RestQuery Optional<Integer> limit) {
        administrator.subject();
        int size = PageResponse.size(limit, settings);
        return PageResponse.of(inEffect.after(Cursor.read(cursor)), size, Domain::domain);
    }

    /** The rules in effect. Those of administration have an ETag, those of a file have none. */
    @GET
    @Path("{domain}")
    public Response find(@RestPath String domain, @Context Request request) {
        administrator.subject();
        var administered = inEffect.administered(domain);
        if (administered.isPresent()) {
            var unmodified = request.evaluatePreconditions(tag(administered.get()));
            return unmodified == null ? shown(administered.get()) : unmodified.build();
        }
        return inEffect.ofFile(domain)
                .map(document -> Response.ok(document).build())
                .orElseThrow(() -> AdministrationProblems.unknown("domain"));
    }

    @POST
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    @APIResponse(responseCode = "201", description = "Created")
    @APIResponse(
            responseCode = "409",
            description = "Administration has rules for the domain, or for as many as may be")
    @APIResponse(responseCode = "422", description = "The rules are not valid")
    public Response create(
            @HeaderParam("Idempotency-Key") Optional<String> idempotencyKey,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) Optional<String> type,
            String body) {
        return creation.create(administrator.subject(), document(type, body), idempotencyKey);
    }

    @PUT
    @Path("{domain}")
    @Consumes({MediaType.APPLICATION_JSON, YAML})
    @APIResponse(responseCode = "200", description = "Replaced")
    @APIResponse(responseCode = "412", description = "The rules were changed since they were read")
    @APIResponse(responseCode = "422", description = "The rules are not valid")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response replace(
            @RestPath String domain,
            @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch,
            @HeaderParam(HttpHeaders.CONTENT_TYPE) Optional<String> type,
            String body) {
        var subject = administrator.subject();
        var expected = ExpectedVersion.of(ifMatch);
        var document = document(type, body);
        return shown(database.ask(() -> administration.replace(subject, domain, expected, document)));
    }

    @DELETE
    @Path("{domain}")
    @APIResponse(responseCode = "204", description = "Removed: the rules of a file hold, if there are any")
    @APIResponse(responseCode = "412", description = "The rules were changed since they were read")
    @APIResponse(responseCode = "428", description = "If-Match is missing")
    public Response remove(@RestPath String domain, @HeaderParam(HttpHeaders.IF_MATCH) Optional<String> ifMatch) {
        var subject = administrator.subject();
        var expected = ExpectedVersion.of(ifMatch);
        database.ask(() -> {
            administration.remove(subject, domain, expected);
            return true;
        });
        return Response.noContent().build();
    }

    private RuleDocument document(Optional<String> type, String body) {
        var text = body == null ? "" : body;
        return type.filter(given -> given.contains("yaml")).isPresent()
                ? RuleDocument.ofYaml(text, rules.mode(), settings.maxDocument(), json)
                : RuleDocument.ofJson(text, rules.mode(), settings.maxDocument(), json);
    }

    private static Response shown(DomainRules rules) {
        return Response.ok(rules.document()).tag(tag(rules)).build();
    }

    private static EntityTag tag(DomainRules rules) {
        return new EntityTag(Long.toString(rules.version()));
    }
}
