package dev.casebook.shortener.live;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.shortener.statistics.Totals;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * What one reader of a live stream is sent: clicks, totals when they have changed, and a comment when long nothing has. What it holds for a slow reader is
 * bounded. Clicks are heard on any thread.
 */
final class LiveStream {

    private final Sse sse;
    private final int clicksAtOnce;
    private final Duration heartbeat;
    private final Clock clock;
    private final Queue<LiveClick> clicks = new ArrayDeque<>();
    private long skipped;
    private Totals last = new Totals(-1, 0);
    private Instant sent = Instant.EPOCH;

    LiveStream(Sse sse, LiveSettings settings, Clock clock) {
        this.sse = sse;
        this.clicksAtOnce = settings.clicks();
        this.heartbeat = settings.heartbeat();
        this.clock = clock;
    }

    synchronized void hear(Click click) {
        if (clicks.size() == clicksAtOnce) {
            clicks.remove();
            skipped++;
        }
        clicks.add(LiveClick.of(click));
    }

    /** @param read empty while the store is away */
    synchronized List<OutboundSseEvent> next(Optional<Totals> read) {
        var now = clock.instant();
        var events = new ArrayList<OutboundSseEvent>();
        if (!clicks.isEmpty()) {
            events.add(event("clicks", new LiveClicks(List.copyOf(clicks), skipped)));
            clicks.clear();
            skipped = 0;
        }
        read.filter(totals -> !totals.equals(last)).ifPresent(totals -> {
            last = totals;
            events.add(event("totals", new LiveTotals(totals.total(), totals.bots(), now)));
        });
        if (events.isEmpty() && !now.isBefore(sent.plus(heartbeat))) {
            events.add(sse.newEventBuilder()
                    .comment(read.isPresent() ? "alive" : "away")
                    .build());
        }
        if (!events.isEmpty()) {
            sent = now;
        }
        return events;
    }

    private OutboundSseEvent event(String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data)
                .build();
    }

    /** @param total with bots */
    record LiveTotals(long total, long bots, Instant asOf) {}

    /**
     * @param clicks in the order in which they came out of Kafka, each instance's in the order in which they were made
     * @param skipped older ones, for which there was no room
     */
    record LiveClicks(List<LiveClick> clicks, long skipped) {}
}
