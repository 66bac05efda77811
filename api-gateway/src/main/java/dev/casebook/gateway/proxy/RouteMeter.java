package dev.casebook.gateway.proxy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/** Counts and times the requests of one route, by outcome. */
final class RouteMeter {

    private static final Duration[] BUCKETS = LongStream.of(1, 2, 5, 10, 20, 50, 100, 250, 1000, 5000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    /** As an outcome. */
    static final String CUT_OFF = "cut-off";

    /** The client left before its answer was complete. */
    static final String CLIENT_GONE = "client-gone";

    /** The connection became a WebSocket. */
    static final String SWITCHED = "101";

    private final String route;
    private final String upstream;
    private final MeterRegistry registry;
    // Outcomes are statuses and two words, so there are few; looking a meter up by its tags each time would cost more
    // than the rest.
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    RouteMeter(String route, String upstream, MeterRegistry registry) {
        this.route = route;
        this.upstream = upstream;
        this.registry = registry;
    }

    String route() {
        return route;
    }

    String upstream() {
        return upstream;
    }

    void record(String outcome, long nanos) {
        timers.computeIfAbsent(outcome, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    Totals totals() {
        var sum = Totals.NONE;
        for (var each : timers.entrySet()) {
            var timer = each.getValue();
            sum = sum.plus(new Totals(
                    timer.count(),
                    isFailure(each.getKey()) ? timer.count() : 0,
                    timer.totalTime(TimeUnit.MILLISECONDS)));
        }
        return sum;
    }

    private static boolean isFailure(String outcome) {
        return outcome.startsWith("5") || outcome.equals(CUT_OFF);
    }

    private Timer timer(String outcome) {
        return Timer.builder("gateway.requests")
                .description("Requests, from the head to the last byte of the answer")
                .tag("route", route)
                .tag("upstream", upstream)
                .tag("outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }
}
