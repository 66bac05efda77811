package dev.casebook.shortener.redirects;

import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Reads codes from PostgreSQL. While few are wanted each has a query of its own, at once; those that come while queries are under way wait and go
 * together in the next one, as in a group commit. So a cache that starts empty costs queries by time, not by code.
 */
@ApplicationScoped
class Lookups {

    /** @param since when it was first wanted, in milliseconds since 1970 */
    private record Wanted(String code, long since, CompletableFuture<Known> found) {}

    private final DestinationRepository repository;
    private final Store store;
    private final Clock clock;
    private final int queries;
    private final int batch;
    private final long patienceMillis;
    private final BlockingQueue<Wanted> waiting;
    private final AtomicInteger running = new AtomicInteger();

    Lookups(DestinationRepository repository, Store store, RedirectSettings settings, Clock clock) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.queries = settings.queries();
        this.batch = settings.batch();
        this.patienceMillis = settings.patience().toMillis();
        this.waiting = new LinkedBlockingQueue<>(settings.waiting());
    }

    /** Never blocks. Fails with {@link StoreAwayException} when there is no answer in time, or too many wait already. */
    CompletableFuture<Known> find(String code) {
        var wanted = new Wanted(code, clock.millis(), new CompletableFuture<>());
        ask(wanted);
        return wanted.found();
    }

    private void ask(Wanted wanted) {
        if (waiting.offer(wanted)) {
            begin();
        } else {
            var full = new RejectedExecutionException("as many codes wait as may");
            wanted.found().completeExceptionally(new StoreAwayException(full));
        }
    }

    /** Whoever ends looks at the queue once more, so nobody stays in it when this finds all queries under way. */
    private void begin() {
        if (running.getAndUpdate(now -> now < queries ? now + 1 : now) < queries) {
            next();
        }
    }

    private void next() {
        var together = new ArrayList<Wanted>();
        waiting.drainTo(together, batch);
        if (together.isEmpty()) {
            running.decrementAndGet();
            if (!waiting.isEmpty()) {
                begin();
            }
            return;
        }
        store.lookup(() -> read(together)).whenComplete((found, failure) -> {
            // First, so that the next query is under way while the answers of this one are used.
            next();
            answer(together, found, failure);
        });
    }

    private Map<String, Known> read(List<Wanted> together) {
        // Before the query: what changes meanwhile is newer than this.
        long readAt = clock.millis();
        var destinations = repository.find(together.stream().map(Wanted::code).toList());
        return destinations.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, found -> new Known(found.getValue(), readAt)));
    }

    private void answer(List<Wanted> together, Map<String, Known> found, Throwable failure) {
        if (failure == null) {
            together.forEach(wanted -> wanted.found().complete(found.get(wanted.code())));
        } else if (away(failure) instanceof StoreAwayException away) {
            together.forEach(wanted -> askAgain(wanted, away));
        } else if (together.size() == 1) {
            together.getFirst().found().completeExceptionally(failure);
        } else {
            // One row that cannot be read is not the others' fault.
            together.forEach(this::askAlone);
        }
    }

    /** Waiting a little longer beats a refusal: a server that stood still for a moment, or a process that did, has not gone away. */
    private void askAgain(Wanted wanted, StoreAwayException away) {
        if (away.mayBeRepeatedAtOnce() && clock.millis() - wanted.since() < patienceMillis) {
            ask(wanted);
        } else {
            wanted.found().completeExceptionally(away);
        }
    }

    private void askAlone(Wanted wanted) {
        var alone = List.of(wanted);
        store.lookup(() -> read(alone)).whenComplete((found, failure) -> answer(alone, found, failure));
    }

    private static Throwable away(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }
}
