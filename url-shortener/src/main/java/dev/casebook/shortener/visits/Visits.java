package dev.casebook.shortener.visits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Visits of limited links. This instance spends only what it leased before, so all instances together never spend more than the limit, whatever is
 * killed, slow or out of date.
 */
@Singleton
public class Visits {

    private final VisitRepository repository;
    private final Store store;
    private final Returns returns;
    private final VisitSettings settings;
    private final VisitMetrics metrics;
    private final Clock clock;
    private final Cache<String, Held> held;
    private final ConcurrentMap<String, CompletableFuture<Void>> flights = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Visits(
            VisitRepository repository,
            Store store,
            Returns returns,
            VisitSettings settings,
            VisitMetrics metrics,
            Clock clock) {
        this.repository = repository;
        this.store = store;
        this.returns = returns;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.held = Caffeine.newBuilder()
                .maximumSize(settings.links())
                .expireAfterAccess(settings.idle())
                .expireAfterWrite(settings.age())
                .scheduler(Scheduler.systemScheduler())
                .executor(Runnable::run)
                .<String, Held>removalListener((_, removed, _) -> end(removed))
                .build();
    }

    /**
     * Whether this visit may be redirected, as far as this instance knows. Takes no lock and waits for nothing.
     *
     * @param version the link's, as the caller knows it: what was leased under an earlier one counts no more
     * @param counted true to spend a visit when granted; false only to look
     */
    public Permit permit(String code, long version, boolean counted) {
        var here = held.getIfPresent(code);
        if (here == null || here.version() < version) {
            return Permit.ASK;
        }
        return switch (here) {
            case Lease lease -> (counted ? lease.spend() : lease.hasVisits()) ? Permit.GRANTED : Permit.ASK;
            case Finding finding -> clock.millis() < finding.until() ? finding.permit() : Permit.ASK;
        };
    }

    /**
     * Asks the store for visits, once for all who want them; then {@link #permit} knows more, unless others were faster. Never blocks; completes on any
     * thread, and fails with {@link StoreAwayException} when the store does not answer.
     */
    public CompletionStage<Void> refill(String code, long version) {
        var mine = new CompletableFuture<Void>();
        var earlier = flights.putIfAbsent(code, mine);
        if (earlier != null) {
            return earlier;
        }
        // Another may have finished between the look and the entry into the flights.
        var landed = permit(code, version, false) == Permit.ASK
                ? store.lookup(() -> lease(code, version))
                : CompletableFuture.<Void>completedFuture(null);
        landed.whenComplete((_, failure) -> {
            flights.remove(code, mine);
            if (failure == null) {
                mine.complete(null);
            } else {
                mine.completeExceptionally(failure);
            }
        });
        return mine;
    }

    /** How long one visitor may go on refilling. */
    public Duration patience() {
        return settings.patience();
    }

    private Void lease(String code, long version) {
        endOutdated(code, version);
        var id = UUID.randomUUID();
        try {
            var grant = repository.lease(id, code, version, settings.lease(), settings.share());
            hold(code, grant, id);
            return null;
        } catch (RuntimeException e) {
            // It may have been granted all the same.
            returns.add(new Unspent(id, Unspent.ALL));
            throw e;
        }
    }

    /** Before it is asked for more: what was leased under another limit may be all that the present one leaves. */
    private void endOutdated(String code, long version) {
        if (!(held.getIfPresent(code) instanceof Lease lease) || lease.version() >= version) {
            return;
        }
        lease.end().ifPresent(unspent -> {
            try {
                metrics.returned(repository.giveBack(List.of(unspent)));
            } catch (RuntimeException e) {
                returns.add(unspent);
                throw e;
            }
        });
    }

    private void hold(String code, Grant grant, UUID id) {
        metrics.leased(grant.visits());
        held.put(
                code,
                grant.isLease()
                        ? new Lease(id, grant.version(), grant.visits())
                        : new Finding(
                                grant.permit(),
                                grant.version(),
                                clock.millis() + settings.spentFor().toMillis()));
        if (closed) {
            held.invalidate(code);
        }
    }

    private void end(Held removed) {
        if (removed instanceof Lease lease) {
            lease.end().ifPresent(returns::add);
        }
    }

    void onStart(@Observes StartupEvent event) {
        start();
    }

    void onStop(@Observes ShutdownEvent event) {
        stop();
    }

    void start() {
        returns.start();
    }

    /** What is held is given back. */
    void stop() {
        closed = true;
        held.invalidateAll();
        returns.stop();
    }
}
