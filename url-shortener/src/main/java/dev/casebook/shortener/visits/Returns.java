package dev.casebook.shortener.visits;

import dev.casebook.shortener.store.Store;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.Dependent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Gives ended leases back, many at once, and for as long as the store is away again and again: it passes over those that it had already. Bounded; what
 * finds no room is lost, never given to another.
 */
@Dependent
class Returns {

    private final VisitRepository repository;
    private final Store store;
    private final VisitSettings settings;
    private final VisitMetrics metrics;
    private final BlockingQueue<Unspent> waiting;

    /** Taken from the queue and not given back yet. The worker's own. */
    private final List<Unspent> batch = new ArrayList<>();

    private Thread worker;
    private volatile boolean stopping;
    private boolean failing;

    Returns(VisitRepository repository, Store store, VisitSettings settings, VisitMetrics metrics) {
        this.repository = repository;
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        this.waiting = new ArrayBlockingQueue<>(settings.waitingReturns());
    }

    void start() {
        worker = Thread.ofVirtual().name("visit-returns").start(this::work);
    }

    /** Never blocks. */
    void add(Unspent unspent) {
        if (!waiting.offer(unspent)) {
            metrics.lost(unspent);
        }
    }

    private void work() {
        try {
            while (!stopping) {
                batch.add(waiting.take());
                waiting.drainTo(batch, settings.returnBatch() - 1);
                while (!isGivenBack() && !stopping) {
                    Thread.sleep(settings.returnPause());
                }
            }
        } catch (InterruptedException e) {
            Log.debug("event=visits.returns-stopping");
        }
        // An interrupted thread gets no answer from a server.
        Thread.interrupted();
        giveBackTheRest();
    }

    private void giveBackTheRest() {
        do {
            waiting.drainTo(batch, settings.returnBatch());
        } while (!batch.isEmpty() && isGivenBack());
        batch.forEach(metrics::lost);
        waiting.forEach(metrics::lost);
    }

    private boolean isGivenBack() {
        try {
            metrics.returned(store.change(() -> repository.giveBack(batch)));
            batch.clear();
            if (failing) {
                failing = false;
                Log.infof("event=visits.given-back-again waiting=%d", waiting.size());
            }
            return true;
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                Log.warnf("event=visits.not-given-back-yet waiting=%d cause=%s", waiting.size() + batch.size(), e);
            }
            return false;
        }
    }

    /** Gives everything back, if the store takes it within the time that is set; the rest is lost. */
    void stop() {
        stopping = true;
        worker.interrupt();
        try {
            if (!worker.join(settings.stopWithin())) {
                Log.warn("event=visits.leases-lost cause=\"the store does not take them\"");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
