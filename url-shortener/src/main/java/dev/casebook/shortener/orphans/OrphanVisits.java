package dev.casebook.shortener.orphans;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** The orphan visits that this process met: one number a day, kind, and sort of visitor, however many come. */
@Singleton
public final class OrphanVisits {

    private final ConcurrentMap<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final Map<OrphanKind, Counter> counters = new EnumMap<>(OrphanKind.class);
    private final Clock clock;

    OrphanVisits(MeterRegistry meters, Clock clock) {
        for (var kind : OrphanKind.values()) {
            counters.put(kind, meters.counter("shortener.orphan.visits", "kind", kind.text()));
        }
        this.clock = clock;
    }

    /** Cheap enough for an event loop, and waits for nothing. */
    public void count(OrphanKind kind, boolean bot) {
        var tally = tallies.computeIfAbsent(new Key(today(), kind.text()), _ -> new Tally());
        if (bot) {
            tally.bots.increment();
        }
        tally.visits.increment();
        counters.get(kind).increment();
    }

    /** What this process has counted of each day and kind so far, where that is more than was written. */
    List<OrphanDay> unwritten() {
        List<OrphanDay> grown = new ArrayList<>();
        tallies.forEach((key, tally) -> {
            long visits = tally.visits.sum();
            if (visits > tally.written) {
                grown.add(new OrphanDay(key.day, key.kind, visits, Math.min(visits, tally.bots.sum())));
            }
        });
        return grown;
    }

    void written(List<OrphanDay> days) {
        days.forEach(day -> tallies.get(new Key(day.day(), day.kind())).written = day.visits());
        // Yesterday's are kept: somebody may be about to count who looked at the clock before midnight.
        var yesterday = today().minusDays(1);
        tallies.entrySet()
                .removeIf(each -> each.getKey().day.isBefore(yesterday)
                        && each.getValue().written == each.getValue().visits.sum());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private record Key(LocalDate day, String kind) {}

    private static final class Tally {

        private final LongAdder visits = new LongAdder();
        private final LongAdder bots = new LongAdder();
        private volatile long written;
    }
}
