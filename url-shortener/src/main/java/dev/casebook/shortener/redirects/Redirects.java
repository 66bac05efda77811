package dev.casebook.shortener.redirects;

import dev.casebook.shortener.links.LinkCodes;
import dev.casebook.shortener.redirects.Answer.Source;
import dev.casebook.shortener.redirects.LocalCache.Entry;
import dev.casebook.shortener.safety.BlockedTargets;
import dev.casebook.shortener.store.StoreAwayException;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where a code leads: this process's cache, then Redis, then PostgreSQL. However many ask for a code at once, one looks it up. What is known is
 * served while Redis or PostgreSQL are away; what is not fails with {@link StoreAwayException}, for nobody can say that it does not exist.
 */
@Singleton
public class Redirects {

    private final LocalCache local;
    private final SharedCache shared;
    private final Lookups lookups;
    private final BlockedTargets blocked;
    private final ChangeHearing hearing;
    private final RedirectSettings settings;
    private final Clock clock;
    private final ConcurrentMap<String, CompletableFuture<Answer>> loading = new ConcurrentHashMap<>();
    private final Set<String> refreshing = ConcurrentHashMap.newKeySet();

    Redirects(
            LocalCache local,
            SharedCache shared,
            Lookups lookups,
            BlockedTargets blocked,
            ChangeHearing hearing,
            RedirectSettings settings,
            Clock clock) {
        this.local = local;
        this.shared = shared;
        this.lookups = lookups;
        this.blocked = blocked;
        this.hearing = hearing;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * The live link of a code; empty when there is none, it was deleted, its target is blocked, or its window is not now. Never blocks. The stage fails with
     * {@link StoreAwayException} when that cannot be known.
     */
    public CompletionStage<Optional<Destination.Live>> live(String code) {
        if (!LinkCodes.isWellFormed(code)) {
            return CompletableFuture.completedStage(Optional.empty());
        }
        return find(code)
                .thenApply(answer -> answer.destination() instanceof Destination.Live live
                                && live.redirection().window().contains(clock.instant())
                                && !blocked.contain(live.url())
                        ? Optional.of(live)
                        : Optional.empty());
    }

    /** What this process knows already. Never blocks; an entry of some age is read again in the background. */
    Optional<Destination> known(String code) {
        var entry = local.find(code);
        if (entry.isPresent() && isDue(entry.get())) {
            refresh(code);
        }
        return entry.map(held -> held.known().destination());
    }

    /** Never blocks. Completes on any thread. */
    CompletionStage<Answer> find(String code) {
        var known = known(code);
        if (known.isPresent()) {
            return CompletableFuture.completedStage(new Answer(known.get(), Source.LOCAL));
        }
        var mine = new CompletableFuture<Answer>();
        var earlier = loading.putIfAbsent(code, mine);
        if (earlier != null) {
            return earlier;
        }
        load(code).whenComplete((answer, failure) -> {
            loading.remove(code, mine);
            if (failure == null) {
                mine.complete(answer);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    /** A change that was committed: it holds from now on, for the other instances too. */
    void learn(String code, Destination destination) {
        var known = new Known(destination, clock.millis());
        local.learn(code, known);
        // Nothing older than a creation can be in Redis, and most new links are not asked for soon.
        if (destination.version() > 1) {
            shared.change(code, known);
        }
    }

    private boolean isDue(Entry entry) {
        long now = clock.millis();
        return entry.refreshAt() <= now
                || now - entry.triedAt() >= settings.deafAge().toMillis() && hearing.isDeaf();
    }

    private CompletionStage<Answer> load(String code) {
        // Another may have finished between the look into the cache and the entry into the flights.
        return local.find(code)
                .map(entry -> CompletableFuture.completedStage(
                        new Answer(entry.known().destination(), Source.LOCAL)))
                .orElseGet(() -> shared.find(code).thenCompose(found -> loadBeyondRedis(code, found)));
    }

    private CompletionStage<Answer> loadBeyondRedis(String code, Optional<Known> found) {
        if (found.isPresent() && isFresh(found.get())) {
            return CompletableFuture.completedStage(answer(code, found.get(), Source.REDIS));
        }
        return fromStore(code).handle((known, failure) -> {
            if (failure == null) {
                return new Answer(known.destination(), Source.STORE);
            }
            // Aged, but better than nothing.
            return found.map(aged -> answer(code, aged, Source.REDIS))
                    .orElseThrow(() -> new StoreAwayException(failure));
        });
    }

    private Answer answer(String code, Known known, Source source) {
        return new Answer(local.learn(code, known).destination(), source);
    }

    private boolean isFresh(Known found) {
        return clock.millis() - found.readAt() < settings.softAge().toMillis() && shared.isBelieved(found);
    }

    private CompletableFuture<Known> fromStore(String code) {
        return lookups.find(code).thenApply(known -> {
            shared.learn(code, known);
            return local.learn(code, known);
        });
    }

    private void refresh(String code) {
        if (refreshing.size() >= settings.refreshes() || !refreshing.add(code)) {
            return;
        }
        fromStore(code).whenComplete((_, failure) -> {
            if (failure != null) {
                local.postpone(code);
            }
            refreshing.remove(code);
        });
    }
}
