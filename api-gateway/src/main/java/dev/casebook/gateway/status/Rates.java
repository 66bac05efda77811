package dev.casebook.gateway.status;

import dev.casebook.gateway.proxy.Meters;
import dev.casebook.gateway.proxy.Totals;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** What has become of requests in the last seconds, by route. */
@Singleton
final class Rates {

    private static final int SECONDS = 10;
    private static final long STEP_MILLIS = 1000;

    /** @param at by {@link System#nanoTime} */
    private record Sample(long at, Map<String, Totals> byRoute) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    void watch(@Observes StartupEvent event, Vertx vertx, Meters meters) {
        vertx.setPeriodic(STEP_MILLIS, timer -> add(meters.totals(), System.nanoTime()));
    }

    synchronized void add(Map<String, Totals> byRoute, long now) {
        samples.addLast(new Sample(now, byRoute));
        if (samples.size() > SECONDS + 1) {
            samples.removeFirst();
        }
    }

    /** Of one route. */
    synchronized Rate of(String route) {
        if (samples.isEmpty()) {
            return Rate.NONE;
        }
        var last = samples.getLast();
        var first = samples.getFirst();
        double seconds = (last.at() - first.at()) / 1e9;
        var between = last.byRoute()
                .getOrDefault(route, Totals.NONE)
                .since(first.byRoute().getOrDefault(route, Totals.NONE));
        return seconds > 0 ? Rate.of(between, seconds) : Rate.NONE;
    }
}
