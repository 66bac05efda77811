package dev.casebook.shortener.statistics;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What one reader of a live stream is sent: totals when they have changed, and a comment when long nothing has. For one thread at a time. */
final class LiveStream {

    private final Sse sse;
    private final Duration heartbeat;
    private final Clock clock;
    private Totals last = new Totals(-1, 0);
    private Instant sent = Instant.EPOCH;

    LiveStream(Sse sse, Duration heartbeat, Clock clock) {
        this.sse = sse;
        this.heartbeat = heartbeat;
        this.clock = clock;
    }

    /** @param read empty while the store is away */
    Optional<OutboundSseEvent> next(Optional<Totals> read) {
        var now = clock.instant();
        var changed = read.filter(totals -> !totals.equals(last));
        if (changed.isPresent()) {
            last = changed.get();
            sent = now;
            return Optional.of(sse.newEventBuilder()
                    .name("totals")
                    .mediaType(MediaType.APPLICATION_JSON_TYPE)
                    .data(new LiveTotals(last.total(), last.bots(), now))
                    .build());
        }
        if (now.isBefore(sent.plus(heartbeat))) {
            return Optional.empty();
        }
        sent = now;
        return Optional.of(sse.newEventBuilder()
                .comment(read.isPresent() ? "alive" : "away")
                .build());
    }

    /** @param total with bots */
    record LiveTotals(long total, long bots, Instant asOf) {}
}
