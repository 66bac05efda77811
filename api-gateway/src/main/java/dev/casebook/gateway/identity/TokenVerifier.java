package dev.casebook.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.chassis.web.ServiceSettings;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a bearer token is good. A token that was verified is remembered by its hash until it expires. Runs on event loops: a
 * signature with RSA takes some 50 µs to verify, less than a change of threads under load, and fetching keys does not block.
 */
@Singleton
public final class TokenVerifier {

    private static final String SCHEME = "Bearer ";

    private final Keys keys;
    private final SignedToken.Rules rules;
    private final Clock clock;
    private final Cache<ByteBuffer, SignedToken> verified;

    TokenVerifier(Keys keys, ServiceSettings service, IdentitySettings settings, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.rules = new SignedToken.Rules(
                service.jwt().issuer(),
                service.jwt().audience(),
                settings.tokens().clockSkew());
        this.verified = Caffeine.newBuilder()
                .maximumSize(settings.tokens().remembered())
                .expireAfterWrite(settings.tokens().rememberedFor())
                .build();
    }

    /**
     * @param authorization every Authorization header of the request
     * @param scopes that the token must have, all of them
     * @return completed for most tokens; otherwise it completes on any thread. Fails with an
     *     {@link dev.casebook.gateway.answers.OwnResponseException}: 401, 403, or 503 while the issuer was never reached.
     */
    public Future<Caller> verify(List<String> authorization, Set<String> scopes) {
        if (authorization.size() != 1 || !authorization.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Future.failedFuture(Unauthenticated.noToken());
        }
        var token = authorization.getFirst().substring(SCHEME.length()).strip();
        var hash = hash(token);
        var known = verified.getIfPresent(hash);
        if (known != null && known.isLive(clock.millis(), rules)) {
            return allowed(known, scopes);
        }
        try {
            return verify(token, hash).compose(signed -> allowed(signed, scopes));
        } catch (InvalidTokenException e) {
            return Future.failedFuture(Unauthenticated.badToken(e.getMessage()));
        }
    }

    private Future<SignedToken> verify(String token, ByteBuffer hash) {
        var keyId = SignedToken.keyId(token);
        if (keys.find(keyId).isPresent()) {
            return verifyNow(token, keyId, hash);
        }
        return keys.refresh().transform(asked -> {
            if (keys.find(keyId).isPresent()) {
                return verifyNow(token, keyId, hash);
            }
            // Without an answer from the issuer nobody knows whether the token is good.
            return Future.failedFuture(
                    asked.failed() || keys.areUnavailable()
                            ? Unauthenticated.issuerAway()
                            : Unauthenticated.badToken("The key that signed it is not known."));
        });
    }

    private Future<SignedToken> verifyNow(String token, String keyId, ByteBuffer hash) {
        try {
            var signed = SignedToken.verify(token, keys.find(keyId).orElseThrow(), rules, clock.millis());
            verified.put(hash, signed);
            return Future.succeededFuture(signed);
        } catch (InvalidTokenException e) {
            return Future.failedFuture(Unauthenticated.badToken(e.getMessage()));
        }
    }

    private static Future<Caller> allowed(SignedToken token, Set<String> scopes) {
        return token.scopes().containsAll(scopes)
                ? Future.succeededFuture(Caller.of(token.subject()))
                : Future.failedFuture(Unauthenticated.insufficientScope(scopes));
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
