package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;

/**
 * {@code GET /.well-known/jwks.json}: the keys that services verify with. Those of the gateway's own, and, where API keys are turned into tokens,
 * beside them those of the issuer, so that a service needs one address for both.
 */
@Singleton
final class KeysEndpoint implements OwnEndpoint {

    static final String PATH = "/.well-known/jwks.json";

    private final Issuer issuer;
    private final InternalTokens internal;
    private final Keys keys;

    KeysEndpoint(Issuer issuer, InternalTokens internal, Keys keys) {
        this.issuer = issuer;
        this.internal = internal;
        this.keys = keys;
    }

    @Override
    public String path() {
        return PATH;
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        if (internal.publicKey().isEmpty()) {
            return Future.succeededFuture(issuer.publicKey()
                    .map(key -> published(List.of(key)))
                    .orElseGet(() -> OwnResponse.of(Problem.of(404).at(PATH))));
        }
        return keys.ofIssuer().map(known -> {
            var all = new ArrayList<>(known);
            internal.publicKey().ifPresent(all::add);
            return published(all);
        });
    }

    private static OwnResponse published(List<JsonWebKey> keys) {
        var body = Buffer.buffer(new JsonWebKeySet(keys).toJson());
        return new OwnResponse(200, "application/json", body, Map.of("Cache-Control", "public, max-age=60"));
    }
}
