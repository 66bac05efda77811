package dev.casebook.chassis.web;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.VerificationJwkSelector;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/**
 * The keys that tokens are verified with: fetched in the background and kept for as long as the issuer is away. A request
 * waits for the issuer only when its token names a key that is not known, and then for one attempt that all such requests share.
 */
@Singleton
final class IssuerKeys {

    private final KeySource source;
    private final ServiceSettings.Keys settings;
    private final Clock clock;
    private final CompletableFuture<Void> firstAttempt = new CompletableFuture<>();
    private final Semaphore wentAway = new Semaphore(0);
    private CompletableFuture<Void> attempt = CompletableFuture.completedFuture(null);
    private Instant asked = Instant.EPOCH;
    private volatile List<JsonWebKey> keys = List.of();
    private volatile boolean away;
    private Thread worker;

    @Inject
    IssuerKeys(ServiceSettings service, Clock clock) {
        this(
                new KeySource(service.jwt().jwksUrl(), service.jwt().keys().timeout()),
                service.jwt().keys(),
                clock);
    }

    IssuerKeys(KeySource source, ServiceSettings.Keys settings, Clock clock) {
        this.source = source;
        this.settings = settings;
        this.clock = clock;
    }

    void onStart(@Observes StartupEvent event) {
        if (settings.prefetched()) {
            start();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        stop();
    }

    synchronized void start() {
        if (worker == null) {
            worker = Thread.ofVirtual().name("issuer-keys").start(this::keepFresh);
        }
    }

    synchronized void stop() {
        if (worker != null) {
            worker.interrupt();
        }
        source.close();
    }

    /**
     * May wait for one attempt to fetch.
     *
     * @throws KeysAwayException when the key is not known and the issuer does not answer
     * @throws UnresolvableKeyException when the issuer has no such key
     */
    Key find(JsonWebSignature token) throws UnresolvableKeyException {
        var known = select(token);
        if (known.isEmpty()) {
            start();
            // Without any key every request would wait: they wait for the very first attempt and no other.
            await(keys.isEmpty() ? firstAttempt : fetchForRequest());
            known = select(token);
        }
        if (known.isEmpty()) {
            throw away ? new KeysAwayException() : new UnresolvableKeyException("the issuer has no such key");
        }
        return known.get();
    }

    private Optional<Key> select(JsonWebSignature token) throws UnresolvableKeyException {
        try {
            return Optional.ofNullable(new VerificationJwkSelector().select(token, keys))
                    .map(JsonWebKey::getKey);
        } catch (JoseException e) {
            throw new UnresolvableKeyException("the token names no usable key", e);
        }
    }

    private void keepFresh() {
        try {
            while (true) {
                await(fetch());
                firstAttempt.complete(null);
                wentAway.drainPermits();
                for (var pause = settings.shortestPause(); away; pause = longer(pause)) {
                    Thread.sleep(pause);
                    await(fetch());
                }
                // A request may find out earlier that the issuer is away.
                wentAway.tryAcquire(settings.refreshed().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Log.debug("event=keys.stopped");
        }
    }

    /** The attempt that runs, or a new one. */
    private synchronized CompletableFuture<Void> fetch() {
        if (attempt.isDone()) {
            attempt = source.fetch().handle(this::accept);
        }
        return attempt;
    }

    /** As {@link #fetch}, but when requests made us ask a moment ago, what came of that. */
    private synchronized CompletableFuture<Void> fetchForRequest() {
        var now = clock.instant();
        if (now.isBefore(asked.plus(settings.askedAtMost()))) {
            return attempt;
        }
        asked = now;
        return fetch();
    }

    private Void accept(List<JsonWebKey> fetched, Throwable failure) {
        if (failure != null) {
            if (!away) {
                Log.warnf("event=keys.away known=%d reason=%s", keys.size(), failure);
            }
            away = true;
            wentAway.release();
            return null;
        }
        if (away || keys.isEmpty()) {
            Log.infof("event=keys.fetched known=%d", fetched.size());
        }
        keys = fetched;
        away = false;
        return null;
    }

    /** Bounded by the source's time-out. */
    private static void await(CompletableFuture<Void> outcome) {
        outcome.join();
    }

    private Duration longer(Duration pause) {
        var doubled = pause.multipliedBy(2);
        return doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
    }
}
