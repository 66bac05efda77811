package dev.casebook.limiter.algorithms;

import java.util.List;
import java.util.stream.Stream;

/**
 * Remembers each admitted hit until it is a period old. Exact: no period, wherever it starts, sees more than the count. It costs an entry for each
 * instant that had hits.
 *
 * <p>The state of a key grows with what it admits, and is read and written whole with each decision: so the count is bounded.
 *
 * <p>The oldest way there is; described for Redis in "Rate limiting with Redis sorted sets" (Peter Hayes, engineering.classdojo.com, 2015).
 */
public record SlidingWindowLog(Rate rate) implements Reservable<SlidingWindowLog.Log> {

    /** Entries of a log: about 20 kB in Redis. Larger limits are for the other algorithms, whose states have one size. */
    public static final long MAX_COUNT = 1_000;

    public SlidingWindowLog {
        if (rate.count() > MAX_COUNT) {
            throw new IllegalArgumentException(
                    "a sliding window log keeps at most %d hits, not %d".formatted(MAX_COUNT, rate.count()));
        }
    }

    /** Hits, oldest first, each instant at most once. */
    public record Log(List<Entry> entries) {

        long hits() {
            return entries.stream().mapToLong(Entry::hits).sum();
        }
    }

    /** Hits that came at the same instant. */
    public record Entry(long at, long hits) {}

    @Override
    public Log fresh() {
        return new Log(List.of());
    }

    @Override
    public long capacity() {
        return rate.count();
    }

    @Override
    public Step<Log> decide(Log state, long now, long cost) {
        var log = within(state, now);
        boolean admitted = cost <= room(log);

        var next = admitted ? with(log, now, cost) : log;
        long remaining = room(next);
        long resetAfter = next.entries().isEmpty() ? 0 : leaves(next.entries().getLast()) - now;
        if (admitted) {
            return new Step<>(Decision.admitted(remaining, resetAfter), next);
        }
        return new Step<>(Decision.refused(remaining, retryAfter(log, now, cost), resetAfter), next);
    }

    /** More may have passed than the count, when it was larger. */
    private long room(Log log) {
        return Math.max(0, rate.count() - log.hits());
    }

    private Log within(Log state, long now) {
        return new Log(
                state.entries().stream().filter(entry -> leaves(entry) > now).toList());
    }

    private long leaves(Entry entry) {
        return entry.at() + rate.period();
    }

    private static Log with(Log log, long now, long cost) {
        if (cost == 0) {
            return log;
        }
        var entries = log.entries();
        if (!entries.isEmpty() && entries.getLast().at() >= now) {
            var last = entries.getLast();
            var rest = entries.subList(0, entries.size() - 1).stream();
            return new Log(Stream.concat(rest, Stream.of(new Entry(last.at(), last.hits() + cost)))
                    .toList());
        }
        return new Log(
                Stream.concat(entries.stream(), Stream.of(new Entry(now, cost))).toList());
    }

    private long retryAfter(Log log, long now, long cost) {
        if (cost > rate.count()) {
            return Decision.NEVER;
        }
        long room = rate.count() - log.hits();
        for (var entry : log.entries()) {
            room += entry.hits();
            if (room >= cost) {
                return leaves(entry) - now;
            }
        }
        throw new IllegalStateException("an empty log has room for %d of %d".formatted(cost, rate.count()));
    }

    /** Takes the charge's own hits, which are the newest that it left. */
    @Override
    public Refund<Log> refund(Charge<Log> charge, Log state, long now, long hits) {
        long at = charge.after().entries().getLast().at();
        var log = within(state, now);
        long there = log.entries().stream()
                .filter(entry -> entry.at() == at)
                .mapToLong(Entry::hits)
                .sum();
        long returned = Math.min(hits, there);
        return new Refund<>(
                returned,
                new Log(log.entries().stream()
                        .map(entry -> entry.at() == at ? new Entry(at, there - returned) : entry)
                        .filter(entry -> entry.hits() > 0)
                        .toList()));
    }
}
