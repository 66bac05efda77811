package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.FixedEndpoint;
import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnResponse;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;

/** {@code GET /.well-known/jwks.json}: the development issuer's public key, for whoever verifies. */
@Singleton
final class KeysEndpoint {

    private static final String PATH = "/.well-known/jwks.json";

    @Produces
    @Singleton
    OwnEndpoint keys(Issuer issuer) {
        return new FixedEndpoint(
                PATH,
                issuer.publicKey()
                        .map(KeysEndpoint::published)
                        .orElseGet(() -> OwnResponse.of(Problem.of(404).at(PATH))));
    }

    private static OwnResponse published(JsonWebKey key) {
        var body = Buffer.buffer(new JsonWebKeySet(key).toJson());
        return new OwnResponse(200, "application/json", body, Map.of("Cache-Control", "public, max-age=60"));
    }
}
