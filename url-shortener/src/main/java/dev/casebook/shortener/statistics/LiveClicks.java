package dev.casebook.shortener.statistics;

import dev.casebook.shortener.store.Store;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * Totals as they grow, whichever instance counts. Read from PostgreSQL and not from Kafka, so that what is shown is what is counted, and a stream
 * costs one look-up by key a second. A reader who is slow misses nothing but what the next totals contain.
 */
@ApplicationScoped
class LiveClicks {

    private final ClickTotals totals;
    private final Store store;
    private final StatisticsSettings.Live settings;
    private final Semaphore streams;
    private volatile boolean stopping;

    LiveClicks(ClickTotals totals, Store store, StatisticsSettings settings) {
        this.totals = totals;
        this.store = store;
        this.settings = settings.live();
        this.streams = new Semaphore(settings.live().streams());
    }

    /**
     * The totals now and at each tick; empty in it while the store is away.
     *
     * @return empty if this instance serves as many streams as it may
     */
    Optional<Multi<Optional<Totals>>> of(String code) {
        if (stopping || !streams.tryAcquire()) {
            return Optional.empty();
        }
        return Optional.of(Multi.createFrom()
                .ticks()
                .every(settings.every())
                .onOverflow()
                .drop()
                .select()
                .first(settings.longest())
                .select()
                .first(_ -> !stopping)
                .onItem()
                .transformToUniAndConcatenate(_ -> read(code))
                .onTermination()
                .invoke(() -> streams.release()));
    }

    private Uni<Optional<Totals>> read(String code) {
        return Uni.createFrom()
                .completionStage(() -> store.lookup(() -> totals.of(code)))
                .map(Optional::of)
                .onFailure()
                .recoverWithItem(Optional.empty());
    }

    /** A stream that nobody ends would hold up the stop. */
    void onStopping(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    void onStop(@Observes ShutdownEvent event) {
        stopping = true;
    }
}
