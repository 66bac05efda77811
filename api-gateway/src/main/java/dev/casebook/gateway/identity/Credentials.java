package dev.casebook.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Finds out who calls, by a bearer token or by an API key of the gateway's own. */
@Singleton
public final class Credentials {

    private static final String API_KEY = "X-Api-Key";

    private final TokenVerifier tokens;
    private final ApiKeys keys;
    private final InternalTokens internal;

    Credentials(TokenVerifier tokens, ApiKeys keys, InternalTokens internal) {
        this.tokens = tokens;
        this.keys = keys;
        this.internal = internal;
    }

    /**
     * @param headers of the request
     * @param scopes that the caller must have, all of them
     * @return completed for most requests; otherwise it completes on any thread. Fails with an
     *     {@link dev.casebook.gateway.answers.OwnResponseException}: 401, 403, or 503 while the issuer was never reached.
     */
    public Future<Caller> find(MultiMap headers, Set<String> scopes) {
        if (!keys.areEnabled() || !headers.contains(API_KEY)) {
            return tokens.verify(headers.getAll(HttpHeaders.AUTHORIZATION), scopes);
        }
        var presented = headers.getAll(API_KEY);
        if (presented.size() > 1 || headers.contains(HttpHeaders.AUTHORIZATION)) {
            return Future.failedFuture(Unauthenticated.twoCredentials());
        }
        var key = keys.find(presented.getFirst());
        if (key.isEmpty()) {
            return Future.failedFuture(Unauthenticated.badKey());
        }
        if (!key.get().scopes().containsAll(scopes)) {
            return Future.failedFuture(Unauthenticated.insufficientScope(scopes));
        }
        return internal.of(key.get())
                .map(token ->
                        new Caller(key.get().subject(), Optional.of(key.get().id()), Optional.of(token)));
    }

    /** What the service is to see of the caller: the one form of identity that it knows, and no key. */
    public static void write(Caller caller, MultiMap headers) {
        caller.token().ifPresent(token -> {
            headers.remove(API_KEY);
            headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token);
        });
    }
}
