package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.gateways.Contender;
import dev.casebook.lab.gateways.Head;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What became of requests at one rate.
 *
 * @param rate of all kinds together, in requests a second
 */
record OverloadStep(int rate, Map<Kind, Part> parts) {

    /** How critical requests are, and which share of all each makes. */
    enum Kind {
        VITAL("critical", 0.4),
        USUAL("normal", 0.3),
        BULKY("bulk", 0.3);

        private final String title;
        private final double share;

        Kind(String title, double share) {
            this.title = title;
            this.share = share;
        }

        String title() {
            return title;
        }

        private String path() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Of one kind.
     *
     * @param goodput right answers in time, a second
     * @param share that these are of what was sent
     * @param p99 of them, in milliseconds
     */
    record Part(double goodput, double share, double p99) {}

    private static final Duration WARMUP = Duration.ofSeconds(4);
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int CONNECTIONS = 800;
    private static final int OK = 200;
    private static final double MICROS_IN_MILLI = 1e3;

    /** Sends all kinds at once, each by a generator of its own. */
    static OverloadStep run(Contender gateway, int rate, int seconds) throws InterruptedException {
        var running = new EnumMap<Kind, Future<Outcome>>(Kind.class);
        try (var threads = Executors.newCachedThreadPool()) {
            for (var kind : Kind.values()) {
                var plan = plan(gateway, kind, rate, seconds);
                var request = request(kind);
                Callable<Outcome> load = () -> OpenLoop.run(plan, () -> request, _ -> {});
                running.put(kind, threads.submit(load));
            }
        }
        var parts = new EnumMap<Kind, Part>(Kind.class);
        for (var kind : Kind.values()) {
            parts.put(kind, part(outcome(running.get(kind)), seconds));
        }
        return new OverloadStep(rate, parts);
    }

    private static Outcome outcome(Future<Outcome> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new CannotRunException("the load broke: " + e.getCause().getMessage(), e);
        }
    }

    private static Plan plan(Contender gateway, Kind kind, int rate, int seconds) {
        return new Plan(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()),
                (int) Math.max(1, rate * kind.share),
                WARMUP,
                Duration.ofSeconds(seconds),
                PATIENCE,
                CONNECTIONS);
    }

    private static Request request(Kind kind) {
        return new Request(Head.bytes("GET %s HTTP/1.1\r\nHost: drill.test\r\n\r\n".formatted(kind.path())), OK, false);
    }

    private static Part part(Outcome outcome, int seconds) {
        return new Part(
                (double) outcome.right() / seconds,
                (double) outcome.right() / outcome.due(),
                outcome.latency().getValueAtPercentile(99) / MICROS_IN_MILLI);
    }

    /** Right answers in time, of all kinds, a second. */
    double goodput() {
        return parts.values().stream().mapToDouble(Part::goodput).sum();
    }

    double share(Kind kind) {
        return parts.get(kind).share();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "  offered %4d/s  in time %3.0f/s: critical %3.0f %%, normal %3.0f %%, bulk %3.0f %%  p99 of the critical %.0f ms",
                rate,
                goodput(),
                100 * share(Kind.VITAL),
                100 * share(Kind.USUAL),
                100 * share(Kind.BULKY),
                parts.get(Kind.VITAL).p99());
    }
}
