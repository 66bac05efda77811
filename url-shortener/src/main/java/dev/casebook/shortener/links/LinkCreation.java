package dev.casebook.shortener.links;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.jdbc.IdempotencyKeys;
import dev.casebook.chassis.jdbc.StoredResponse;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.store.Store;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** POST of a link: once for each Idempotency-Key, however often it is sent. */
@ApplicationScoped
class LinkCreation {

    private static final String ROUTE = "POST /api/v1/links";

    private final Links links;
    private final LinkRules rules;
    private final IdempotencyKeys keys;
    private final Store store;
    private final ObjectMapper json;
    private final URI publicUrl;

    LinkCreation(
            Links links,
            LinkRules rules,
            IdempotencyKeys keys,
            Store store,
            ObjectMapper json,
            ServiceSettings service) {
        this.links = links;
        this.rules = rules;
        this.keys = keys;
        this.store = store;
        this.json = json;
        this.publicUrl = service.publicUrl();
    }

    Response create(String owner, NewLink wish, Optional<String> idempotencyKey) {
        var draft = rules.draft(wish.wish());
        boolean reuse = Boolean.TRUE.equals(wish.findIfExists());
        var answer = store.change(() -> idempotencyKey
                .map(key -> keys.run(owner, ROUTE, key, bytes(wish), () -> create(owner, draft, reuse)))
                .orElseGet(() -> create(owner, draft, reuse)));
        var response = Response.status(answer.status()).entity(answer.body());
        answer.headers().forEach(response::header);
        return response.build();
    }

    private StoredResponse create(String owner, Draft draft, boolean reuse) {
        // One transaction, because what keeps others from creating the same lasts until its end.
        return QuarkusTransaction.joiningExisting().call(() -> {
            var alike = reuse ? links.findAlike(owner, draft) : Optional.<Link>empty();
            return alike.map(link -> response(200, link)).orElseGet(() -> response(201, links.create(owner, draft)));
        });
    }

    private StoredResponse response(int status, Link link) {
        var headers = Map.of(
                HttpHeaders.LOCATION, publicUrl + "/api/v1/links/" + link.code(),
                HttpHeaders.ETAG, "\"" + link.version() + "\"",
                HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
        return new StoredResponse(status, headers, bytes(LinkBody.of(link, publicUrl)));
    }

    private byte[] bytes(Object body) {
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own bodies are always writable", e);
        }
    }
}
