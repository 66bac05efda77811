package dev.casebook.chassis.outbox;

import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Topics that do not take events. Theirs wait, and are tried again after growing pauses; those of other topics leave meanwhile. */
@Singleton
final class ParkedTopics {

    private record Parked(Instant until, Duration pause) {}

    private final Clock clock;
    private final Duration shortest;
    private final Duration longest;
    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    ParkedTopics(Clock clock, OutboxSettings settings) {
        this.clock = clock;
        this.shortest = settings.poll();
        this.longest = settings.longestPark();
    }

    /** Those not to be tried yet. */
    Set<String> topics() {
        var now = clock.instant();
        return parked.entrySet().stream()
                .filter(each -> each.getValue().until().isAfter(now))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Parked since their last attempt, whether another one is due or not. */
    int count() {
        return parked.size();
    }

    void park(String topic, Throwable reason) {
        var before = parked.get(topic);
        if (before == null) {
            Log.warnf("event=outbox.topic-parked topic=%s reason=%s", topic, reason);
        }
        var pause = before == null ? shortest : before.pause().multipliedBy(2);
        var bounded = pause.compareTo(longest) < 0 ? pause : longest;
        parked.put(topic, new Parked(clock.instant().plus(bounded), bounded));
    }

    /** Nothing waits for the others any more: somebody deleted it, or another instance sent it. */
    void retain(Stream<String> topics) {
        var kept = topics.collect(Collectors.toSet());
        parked.keySet().stream().filter(topic -> !kept.contains(topic)).forEach(this::release);
    }

    void release(String topic) {
        if (parked.remove(topic) != null) {
            Log.infof("event=outbox.topic-released topic=%s", topic);
        }
    }
}
