package dev.casebook.shortener.apikeys;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.links.Caller;
import dev.casebook.shortener.rules.Storable;
import dev.casebook.shortener.store.Store;
import io.quarkus.security.Authenticated;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestPath;

/**
 * A person's own keys. A creation takes no Idempotency-Key: the answer that it would keep for a repetition holds the secret, which is kept nowhere.
 */
@Path("/api/v1/api-keys")
@Authenticated
@RunOnVirtualThread
public class ApiKeysResource {

    private static final int MAX_NAME = 255;

    private final ApiKeys keys;
    private final Store store;
    private final Caller caller;

    ApiKeysResource(ApiKeys keys, Store store, Caller caller) {
        this.keys = keys;
        this.store = store;
        this.caller = caller;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @APIResponse(
            responseCode = "201",
            description = "Created; the key itself is shown here and never again",
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(implementation = NewApiKeyResponse.class)))
    @APIResponse(responseCode = "409", description = "There are as many keys as one may have")
    public Response create(NewApiKeyRequest request) {
        var owner = caller.subject();
        var name =
                request == null || request.name() == null ? "" : request.name().strip();
        if (name.length() > MAX_NAME || !Storable.isStorable(name)) {
            throw new ProblemException(Problem.of(422, "api-key-name-malformed", "The name is not valid")
                    .error("name", "must be one line of at most " + MAX_NAME + " characters"));
        }
        var created = store.change(() -> keys.create(owner, name))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(409, "api-keys-too-many", "You have as many keys as one may have")));
        return Response.status(201)
                .entity(NewApiKeyResponse.of(created))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    @GET
    public ApiKeysResponse list() {
        var owner = caller.subject();
        return new ApiKeysResponse(store.change(() -> keys.list(owner)));
    }

    /** The key stops working at once. */
    @DELETE
    @Path("{id}")
    public void revoke(@RestPath String id) {
        var owner = caller.subject();
        if (!Storable.isStorable(id) || !store.change(() -> keys.revoke(owner, id))) {
            throw new ProblemException(Problem.of(404, "api-key-not-found", "You have no such key"));
        }
    }

    /** @param name for the owner's own use; may be left out */
    public record NewApiKeyRequest(String name) {}

    /** @param key what the program sends */
    public record NewApiKeyResponse(String id, String name, Instant createdAt, String key) {

        static NewApiKeyResponse of(ApiKeys.Created created) {
            var key = created.key();
            return new NewApiKeyResponse(key.id(), key.name(), key.createdAt(), created.secret());
        }
    }

    /** @param items oldest first; all of them, since they are few */
    public record ApiKeysResponse(List<ApiKey> items) {}
}
