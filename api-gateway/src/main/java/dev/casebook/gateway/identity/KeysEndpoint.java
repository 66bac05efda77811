package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.Answer;
import dev.casebook.gateway.answers.Asked;
import dev.casebook.gateway.answers.OwnEndpoint;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jose4j.jwk.JsonWebKeySet;

/** {@code GET /.well-known/jwks.json}: the development issuer's public key, for whoever verifies. */
@Singleton
final class KeysEndpoint implements OwnEndpoint {

    private final Answer answer;

    KeysEndpoint(Issuer issuer) {
        answer = issuer.publicKey()
                .map(key -> new Answer(
                        200,
                        "application/json",
                        Buffer.buffer(new JsonWebKeySet(key).toJson()),
                        Map.of("Cache-Control", "public, max-age=60")))
                .orElse(Answer.of(Problem.of(404).at(path())));
    }

    @Override
    public String path() {
        return "/.well-known/jwks.json";
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.GET;
    }

    @Override
    public Future<Answer> answer(Asked asked) {
        return Future.succeededFuture(answer);
    }
}
