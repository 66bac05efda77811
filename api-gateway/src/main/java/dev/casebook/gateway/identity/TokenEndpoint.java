package dev.casebook.gateway.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.regex.Pattern;

/** {@code POST /auth/token {"subject": "alice", "scope": "a b"}}, the scope optional, in the shape of an OAuth 2 token response. */
@Singleton
final class TokenEndpoint implements OwnEndpoint {

    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");
    /** RFC 6749 §3.3. */
    private static final Pattern SCOPE = Pattern.compile("([!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*)?");

    private static final Problem INVALID = Problem.of(400, "invalid-request", "The request is not valid");
    private static final ObjectMapper JSON = new ObjectMapper();

    record Token(
            @JsonProperty("access_token") String accessToken,
            @JsonProperty("token_type") String type,
            @JsonProperty("expires_in") long expiresIn) {}

    private final Issuer issuer;
    private final Vertx vertx;

    TokenEndpoint(Issuer issuer, Vertx vertx) {
        this.issuer = issuer;
        this.vertx = vertx;
    }

    @Override
    public String path() {
        return "/auth/token";
    }

    @Override
    public HttpMethod method() {
        return HttpMethod.POST;
    }

    @Override
    public int maxBody() {
        return 4096;
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        if (!issuer.isEnabled()) {
            return refused(Problem.of(404));
        }
        JsonNode body;
        try {
            body = JSON.readTree(request.body().getBytes());
        } catch (JsonProcessingException e) {
            return refused(Problem.of(400, "malformed-json", "The body is not well-formed JSON"));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
        var subject = body.path("subject");
        if (!subject.isTextual() || !SUBJECT.matcher(subject.asText()).matches()) {
            return refused(INVALID.error("subject", "must be 1 to 64 letters, digits, or . _ @ - after the first"));
        }
        var scope = body.path("scope").asText("");
        if (!SCOPE.matcher(scope).matches()) {
            return refused(INVALID.error("scope", "must be scopes with one space between"));
        }
        return vertx.executeBlocking(() -> token(subject.asText(), scope), false);
    }

    private OwnResponse token(String subject, String scope) {
        return OwnResponse.json(
                200,
                new Token(
                        issuer.token(subject, scope),
                        "Bearer",
                        issuer.lifetime().toSeconds()));
    }

    private Future<OwnResponse> refused(Problem problem) {
        return Future.succeededFuture(OwnResponse.of(problem.at(path())));
    }
}
