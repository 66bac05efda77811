package dev.casebook.chassis.outbox;

import dev.casebook.chassis.outbox.PendingEvent.Lane;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Some events on their way. Those of one lane go one after the other, each only after Kafka has acknowledged the one before: a producer that
 * retries could otherwise let a later one pass. Lanes go side by side.
 */
final class Batch {

    private final Map<Lane, Deque<PendingEvent>> lanes = new LinkedHashMap<>();
    private final List<PendingEvent> acknowledged = new ArrayList<>();
    private final Map<String, Throwable> failures = new LinkedHashMap<>();

    Batch(Collection<PendingEvent> events) {
        events.forEach(event ->
                lanes.computeIfAbsent(event.lane(), lane -> new ArrayDeque<>()).add(event));
    }

    /** Returns when every lane is empty or blocked by an event that Kafka did not take. */
    void send(Function<PendingEvent, CompletableFuture<Void>> sender) {
        while (!lanes.isEmpty()) {
            var sent = new LinkedHashMap<PendingEvent, CompletableFuture<Void>>();
            lanes.values().forEach(lane -> sent.put(lane.getFirst(), sender.apply(lane.getFirst())));
            sent.forEach(this::await);
        }
    }

    private void await(PendingEvent event, CompletableFuture<Void> answer) {
        var lane = lanes.get(event.lane());
        try {
            answer.join();
            acknowledged.add(event);
            lane.removeFirst();
            if (lane.isEmpty()) {
                lanes.remove(event.lane());
            }
        } catch (CompletionException e) {
            failures.putIfAbsent(event.event().topic(), e.getCause());
            lanes.remove(event.lane());
        }
    }

    List<PendingEvent> acknowledged() {
        return acknowledged;
    }

    /** The first failure of each topic that had one. */
    Map<String, Throwable> failures() {
        return failures;
    }
}
