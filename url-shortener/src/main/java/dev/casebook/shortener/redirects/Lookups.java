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

    private record Wanted(String code, CompletableFuture<Known> found) {}

    private final DestinationRepository repository;
    private final Store store;
    private final Clock clock;
    private final int queries;
    private final int batch;
    private final BlockingQueue<Wanted> waiting;
    private final AtomicInteger running = new AtomicInteger();

    Lookups(DestinationRepository repository, Store store, RedirectSettings settings, Clock clock) {
        this.repository = repository;
        this.store = store;
        this.clock = clock;
        this.queries = settings.queries();
        this.batch = settings.batch();
        this.waiting = new LinkedBlockingQueue<>(settings.waiting());
    }

    /** Never blocks. Fails with {@link StoreAwayException} when there is no answer in time, or too many wait already. */
    CompletableFuture<Known> find(String code) {
        var wanted = new Wanted(code, new CompletableFuture<>());
        if (waiting.offer(wanted)) {
            begin();
        } else {
            var full = new RejectedExecutionException("as many codes wait as may");
            wanted.found().completeExceptionally(new StoreAwayException(full));
        }
        return wanted.found();
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
        } else if (together.size() == 1 || isAway(failure)) {
            together.forEach(wanted -> wanted.found().completeExceptionally(failure));
        } else {
            // One row that cannot be read is not the others' fault.
            together.forEach(this::askAlone);
        }
    }

    private void askAlone(Wanted wanted) {
        var alone = List.of(wanted);
        store.lookup(() -> read(alone)).whenComplete((found, failure) -> answer(alone, found, failure));
    }

    private static boolean isAway(Throwable failure) {
        return failure instanceof StoreAwayException || failure.getCause() instanceof StoreAwayException;
    }
}
