package dev.casebook.gateway.shedding;

import dev.casebook.gateway.routes.Criticality;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * Clients, a limit and a service with a queue, in a time of its own: requests come at random, a few of them are served at once, and the service does not
 * know who has stopped waiting.
 */
final class SimulatedService {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);
    private static final double SECOND = 1e9;

    /** What became of the requests of one kind. */
    static final class Count {
        long sent;
        long inTime;

        double share() {
            return (double) inTime / Math.max(1, sent);
        }
    }

    private record Event(long at, Runnable action) {}

    private record Waiting(Criticality criticality, long since) {}

    private final AdaptiveLimit limit;
    private final int places;
    private final double serviceNanos;
    private final SplittableRandom random = new SplittableRandom(1);
    private final PriorityQueue<Event> events = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final Map<Criticality, Count> counts = new EnumMap<>(Criticality.class);
    private int busy;
    private long now;

    /**
     * @param places requests that are served at once
     * @param serviceNanos that each takes, about
     */
    SimulatedService(AdaptiveLimit limit, int places, double serviceNanos) {
        this.limit = limit;
        this.places = places;
        this.serviceNanos = serviceNanos;
    }

    /** @param rates requests a second, of each kind */
    Map<Criticality, Count> run(Map<Criticality, Integer> rates, int seconds) {
        counts.clear();
        long end = now + TimeUnit.SECONDS.toNanos(seconds);
        rates.forEach((criticality, rate) -> {
            counts.put(criticality, new Count());
            arrive(criticality, rate, end);
        });
        while (!events.isEmpty()) {
            var next = events.poll();
            now = next.at;
            next.action.run();
        }
        return Map.copyOf(counts);
    }

    private void arrive(Criticality criticality, int rate, long end) {
        long at = now + (long) (-Math.log(1 - random.nextDouble()) * SECOND / rate);
        if (at < end) {
            events.add(new Event(at, () -> {
                ask(criticality);
                arrive(criticality, rate, end);
            }));
        }
    }

    private void ask(Criticality criticality) {
        counts.get(criticality).sent++;
        if (limit.hasRoom(criticality)) {
            limit.began();
            queue.add(new Waiting(criticality, now));
            serve();
        }
    }

    private void serve() {
        while (busy < places && !queue.isEmpty()) {
            busy++;
            var served = queue.poll();
            long takes = (long) (serviceNanos * (0.5 + random.nextDouble()));
            events.add(new Event(now + takes, () -> served(served)));
        }
    }

    private void served(Waiting served) {
        busy--;
        if (now - served.since <= PATIENCE) {
            counts.get(served.criticality).inTime++;
            limit.answered(served.criticality.name(), served.since, now);
        } else {
            limit.failed(served.criticality.name(), served.since, now);
        }
        serve();
    }
}
