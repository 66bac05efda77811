package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.ServiceSettings;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jose4j.jwk.JsonWebKey;

/**
 * The keys that tokens are verified with. They are fetched when first needed, never at start, since the issuer may be this very gateway or may
 * be away; once fetched they stay in use for as long as the issuer is away.
 */
@Singleton
class Keys {

    /** @param fetchedAt in epoch milliseconds; {@link Long#MIN_VALUE} when they never were */
    private record Known(Map<String, Key> byId, List<JsonWebKey> published, long fetchedAt) {}

    private final KeySource source;
    private final Clock clock;
    private final Optional<String> notTheirs;
    private final Duration refreshed;
    private final Duration askedAtMost;
    private final AtomicReference<Future<Void>> fetching = new AtomicReference<>(Future.succeededFuture());
    private volatile Known known = new Known(Map.of(), List.of(), Long.MIN_VALUE);
    private volatile long lastAsked = Long.MIN_VALUE;

    Keys(
            Issuer issuer,
            InternalTokens internal,
            ServiceSettings service,
            IdentitySettings settings,
            Vertx vertx,
            Clock clock) {
        this.notTheirs = internal.publicKey().map(JsonWebKey::getKeyId);
        this.clock = clock;
        this.refreshed = settings.tokens().keysRefreshed();
        this.askedAtMost = settings.tokens().keysAskedAtMost();
        this.source = issuer.publicKey()
                .map(KeySource::of)
                .orElseGet(() -> isOurs(service)
                        ? KeySource.NONE
                        : KeySource.at(service.jwt().jwksUrl(), settings.tokens(), vertx));
    }

    /** Nobody else issues tokens then, and asking ourselves would wait for itself. */
    private static boolean isOurs(ServiceSettings service) {
        return service.jwt().jwksUrl().toString().equals(service.publicUrl() + KeysEndpoint.PATH);
    }

    Optional<Key> find(String id) {
        var current = known;
        if (clock.millis() - current.fetchedAt > refreshed.toMillis() && !current.byId.isEmpty()) {
            refresh();
        }
        return Optional.ofNullable(current.byId.get(id));
    }

    /** Whether nothing can be verified, because the issuer was never reached. */
    boolean areUnavailable() {
        return known.byId.isEmpty();
    }

    /** As the issuer publishes them; none while it was never reached. Completes on any thread. */
    Future<List<JsonWebKey>> ofIssuer() {
        return areUnavailable()
                ? refresh().transform(asked -> Future.succeededFuture(known.published))
                : Future.succeededFuture(known.published);
    }

    /**
     * Asks the issuer again, unless that happened a moment ago; many callers share one request.
     *
     * @return completes on any thread; failed when the issuer could not be asked
     */
    Future<Void> refresh() {
        var running = fetching.get();
        long now = clock.millis();
        if (!running.isComplete() || lastAsked != Long.MIN_VALUE && now - lastAsked < askedAtMost.toMillis()) {
            return running;
        }
        var promise = Promise.<Void>promise();
        if (!fetching.compareAndSet(running, promise.future())) {
            return fetching.get();
        }
        lastAsked = now;
        source.fetch()
                .map(keys -> accept(keys, now))
                .onFailure(e -> Log.warnf("event=keys.unreachable reason=\"%s\"", e.getMessage()))
                .onComplete(promise);
        return promise.future();
    }

    private Void accept(List<JsonWebKey> keys, long now) {
        // Where the issuer's address is our own: what we sign for services is no client's token.
        var theirs = keys.stream()
                .filter(key -> key.getKeyId() != null && !notTheirs.equals(Optional.of(key.getKeyId())))
                .toList();
        var byId = theirs.stream()
                .collect(Collectors.toMap(JsonWebKey::getKeyId, JsonWebKey::getKey, (first, second) -> first));
        if (byId.isEmpty()) {
            throw new IllegalStateException("the issuer publishes no key with an id");
        }
        if (!byId.keySet().equals(known.byId.keySet())) {
            Log.infof("event=keys.changed kids=%s", byId.keySet());
        }
        known = new Known(Map.copyOf(byId), theirs, now);
        return null;
    }
}
