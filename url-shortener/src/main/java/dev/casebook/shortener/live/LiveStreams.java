package dev.casebook.shortener.live;

import dev.casebook.shortener.statistics.ClickTotals;
import dev.casebook.shortener.statistics.Totals;
import dev.casebook.shortener.store.Store;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.sse.OutboundSseEvent;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The streams of this instance. Totals come from PostgreSQL, one look-up by key a second for each stream: what is shown is what is counted, whichever
 * instance counts. Clicks come from Kafka, one reader for all streams: they are shown whichever instance was visited.
 */
@ApplicationScoped
class LiveStreams {

    private final ClickTotals totals;
    private final ClickTail tail;
    private final Store store;
    private final LiveSettings settings;
    private final StreamBounds bounds;
    private volatile boolean stopping;

    LiveStreams(ClickTotals totals, ClickTail tail, Store store, LiveSettings settings) {
        this.totals = totals;
        this.tail = tail;
        this.store = store;
        this.settings = settings;
        this.bounds = new StreamBounds(settings.streams(), settings.streamsOfOne());
    }

    /**
     * @param longest after which the stream ends, unless the settings end it before
     * @throws StreamRefusedException if this instance serves as many streams as it may, in all or to this owner
     */
    Multi<OutboundSseEvent> open(String owner, String code, LiveStream stream, Duration longest) {
        if (stopping) {
            throw new StreamRefusedException(false);
        }
        bounds.enter(owner);
        tail.add(code, stream);
        return Multi.createFrom()
                .ticks()
                .every(settings.every())
                .onOverflow()
                .drop()
                .select()
                .first(Collections.min(List.of(longest, settings.longest())))
                .select()
                .first(_ -> !stopping)
                .onItem()
                .transformToUniAndConcatenate(_ -> read(code))
                .onItem()
                .transformToIterable(stream::next)
                .onTermination()
                .invoke(() -> close(owner, code, stream));
    }

    private void close(String owner, String code, LiveStream stream) {
        tail.remove(code, stream);
        bounds.leave(owner);
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
