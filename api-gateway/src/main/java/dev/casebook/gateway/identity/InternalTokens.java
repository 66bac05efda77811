package dev.casebook.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.casebook.chassis.web.ServiceSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import org.jose4j.jwk.JsonWebKey;

/**
 * What an API key is turned into on its way to a service: a short-lived token, signed with a key that the gateway itself does not believe when a
 * client comes with it.
 */
@Singleton
class InternalTokens {

    private static final String KEY_FILE = "gateway-key.jwk";
    private static final int MOST = 10_000;

    private final Duration lifetime;
    private final Vertx vertx;
    private final Optional<Signer> signer;
    /** By what they say. Renewed at half of their time, so that none arrives late. */
    private final Cache<ApiKey, Future<String>> made;

    InternalTokens(ApiKeys keys, ServiceSettings service, IdentitySettings settings, Vertx vertx, Clock clock) {
        this.lifetime = settings.apiKeys().tokenLifetime();
        this.vertx = vertx;
        this.signer = keys.areEnabled() ? Optional.of(signer(service, settings, clock)) : Optional.empty();
        this.made = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterWrite(lifetime.dividedBy(2))
                .executor(Runnable::run)
                .build();
    }

    private static Signer signer(ServiceSettings service, IdentitySettings settings, Clock clock) {
        try {
            return new Signer(IssuerKey.in(settings.issuer().keyFolder(), KEY_FILE), service.jwt(), clock);
        } catch (IOException e) {
            throw new UncheckedIOException("casebook.gateway.issuer.key-folder: " + e.getMessage(), e);
        }
    }

    /** The public half of what they are signed with; empty when there are no API keys. */
    Optional<JsonWebKey> publicKey() {
        return signer.map(Signer::key);
    }

    /** @return completed for most requests; else it completes on any thread */
    Future<String> of(ApiKey key) {
        var token = made.get(key, fresh -> vertx.executeBlocking(() -> token(fresh), false));
        if (token.failed()) {
            made.invalidate(key);
        }
        return token;
    }

    private String token(ApiKey key) {
        var own = signer.orElseThrow(() -> new IllegalStateException("there are no API keys here"));
        var claims = own.claims(key.subject(), String.join(" ", new TreeSet<>(key.scopes())), lifetime);
        // RFC 9068 §2.2: which program it is that asks.
        claims.setClaim("client_id", key.id());
        return own.sign(claims);
    }
}
