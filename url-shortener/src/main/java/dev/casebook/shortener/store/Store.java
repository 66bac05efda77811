package dev.casebook.shortener.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.faulttolerance.api.Guard;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Everything that asks PostgreSQL goes through here: one breaker for the server, so that after it is found away only probes reach it, and a
 * bounded number of look-ups and one of reads, so that a storm of either cannot take the connections from the others, or from creations.
 */
@ApplicationScoped
public class Store {

    /** Of the last calls; one stall of all that are under way at once is less. */
    private static final double MOST = 0.7;

    private final StoreSettings settings;
    private final ExecutorService threads;
    private final Guard breaker;
    private final Guard changes;
    private final Guard reads;
    private final Guard lookups;
    private final Turns readTurns;
    private final Turns lookupTurns;
    private final ReadTransactions transactions;
    private final Counter changeCalls;
    private final Counter readCalls;
    private final Counter lookupCalls;
    private final Counter refusedAway;
    private final Counter refusedBusy;
    private volatile long answeredAt = System.nanoTime();
    private volatile CircuitBreakerState state = CircuitBreakerState.CLOSED;

    Store(
            StoreSettings settings,
            ReadTransactions transactions,
            MeterRegistry meters,
            @VirtualThreads ExecutorService threads) {
        this.settings = settings;
        this.transactions = transactions;
        this.threads = threads;
        this.changeCalls = meters.counter("shortener.store.calls", "kind", "change");
        this.readCalls = meters.counter("shortener.store.calls", "kind", "read");
        this.lookupCalls = meters.counter("shortener.store.calls", "kind", "lookup");
        this.refusedAway = refused(meters, "away");
        this.refusedBusy = refused(meters, "busy");
        Gauge.builder("shortener.store.away", () -> state == CircuitBreakerState.CLOSED ? 0 : 1)
                .description("1 while PostgreSQL is taken for away and gets only probes")
                .register(meters);
        this.breaker = Guard.create()
                .withDescription("store")
                .withCircuitBreaker()
                .requestVolumeThreshold(settings.breakerCalls())
                .failureRatio(MOST)
                .delay(settings.breakerPause().toMillis(), ChronoUnit.MILLIS)
                .successThreshold(1)
                .when(StoreFailure::meansAway)
                .onStateChange(this::changed)
                .done()
                .build();
        this.changes = within("store-changes", settings.changeTimeout());
        this.reads = within("store-reads", settings.readTimeout());
        this.lookups = within("store-lookups", settings.lookupTimeout());
        this.readTurns = new Turns(settings.reads(), settings.waitingReads(), settings.readTurnTimeout());
        this.lookupTurns = new Turns(settings.lookups(), settings.waitingLookups(), settings.turnTimeout());
    }

    private static Counter refused(MeterRegistry meters, String reason) {
        return Counter.builder("shortener.store.refused")
                .description("calls that were not made, or not answered: away is the server, busy the calls before it")
                .tag("reason", reason)
                .register(meters);
    }

    private static Guard within(String name, Duration limit) {
        return Guard.create()
                .withDescription(name)
                .withTimeout()
                .duration(limit.toMillis(), ChronoUnit.MILLIS)
                .done()
                .build();
    }

    /**
     * Runs work that may change something, on the caller's thread, which should be a virtual one: it is interrupted when time is up.
     *
     * @throws StoreAwayException if PostgreSQL is away; when that shows only at the commit, the work may have been done all the same
     */
    public <T> T change(Supplier<T> work) {
        return translated(() -> guarded(changes, changeCalls, work));
    }

    /**
     * Runs what an owner asks for and what may take long, such as lists and statistics: as one transaction on the caller's thread, which should be a
     * virtual one. Not for what somebody waits for who is to be redirected.
     *
     * @throws StoreAwayException if PostgreSQL is away, others were before it, or it took too long
     */
    public <T> T read(Supplier<T> work) {
        return translated(() -> readTurns.take(() -> guarded(reads, readCalls, () -> transactions.run(work))));
    }

    /** Runs a look-up on a virtual thread. The future fails with {@link StoreAwayException} when there is no answer in time. */
    public <T> CompletableFuture<T> lookup(Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                () -> translated(() -> lookupTurns.take(() -> guarded(lookups, lookupCalls, work))), threads);
    }

    /** How long a client should wait before it repeats a call that found the store away. */
    public long retryAfterSeconds() {
        return Math.max(1, settings.retryAfter().toSeconds());
    }

    private <T> T guarded(Guard limit, Counter calls, Supplier<T> work) {
        return get(
                breaker,
                () -> answered(() -> get(limit, () -> {
                    calls.increment();
                    return work.get();
                })));
    }

    /** That one call took too long, or found no connection, says nothing about a server that has answered another one meanwhile. */
    private <T> T answered(Supplier<T> call) {
        long begun = System.nanoTime();
        try {
            var answer = call.get();
            answeredAt = System.nanoTime();
            return answer;
        } catch (RuntimeException e) {
            if (StoreFailure.wasCancelled(e) || StoreFailure.cameToNobody(e) && answeredAt - begun > 0) {
                throw new TooSlowException();
            }
            throw e;
        }
    }

    private <T> T translated(Supplier<T> call) {
        try {
            return call.get();
        } catch (NoTurnException | TooSlowException e) {
            refusedBusy.increment();
            throw new StoreAwayException(e);
        } catch (RuntimeException e) {
            if (!StoreFailure.refusesWork(e)) {
                throw e;
            }
            refusedAway.increment();
            throw new StoreAwayException(e);
        }
    }

    /** Object, because the guard needs the class only to tell asynchronous results from plain ones. */
    @SuppressWarnings("unchecked")
    private static <T> T get(Guard guard, Supplier<T> work) {
        return (T) guard.get((Supplier<Object>) (Supplier<?>) work, Object.class);
    }

    private void changed(CircuitBreakerState next) {
        state = next;
        Log.infof("event=store.breaker state=%s", next);
    }
}
