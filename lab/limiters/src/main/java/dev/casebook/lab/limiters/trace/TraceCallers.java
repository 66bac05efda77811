package dev.casebook.lab.limiters.trace;

import dev.casebook.lab.limiters.services.Orders;
import dev.casebook.limiter.comparison.Contestant;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Our service, and a trace of arrivals that asks its {@code LimitStore} about each of the six algorithms as it comes. It can be named where there is no
 * Quarkus.
 */
public final class TraceCallers {

    static final String SEPARATOR = ";";

    private static final String WARMING = "warm-up";
    private static final int WARMING_DECISIONS = 3_000;

    private static Orders orders;

    private TraceCallers() {}

    /** One algorithm, in a domain of its own. */
    private record Asking(LimitStore store, Contestant contestant, LongAdder admitted, LongAdder failed) {

        Asking(LimitStore store, Contestant contestant) {
            this(store, contestant, new LongAdder(), new LongAdder());
        }

        CompletableFuture<Void> ask(String domain) {
            var request = new Request(domain, List.of(new Demand("trace", contestant.algorithm(), 1)));
            return store.decide(request)
                    .handle((verdict, failure) -> {
                        if (failure != null) {
                            failed.increment();
                        } else if (verdict.admitted()) {
                            admitted.increment();
                        }
                        return (Void) null;
                    })
                    .toCompletableFuture();
        }

        Asked asked(int decisions) {
            return new Asked(contestant.name(), decisions, admitted.sum(), failed.sum());
        }
    }

    public static void main(String[] arguments) {
        orders = new Orders();
        Quarkus.run(InService.class, arguments);
    }

    /** What runs once the service has started. */
    public static final class InService implements QuarkusApplication {

        @Override
        public int run(String... arguments) throws Exception {
            var store = Arc.container().instance(LimitStore.class).get();
            for (int i = 0; i < WARMING_DECISIONS; i++) {
                askings(store).forEach(asking -> asking.ask(WARMING).join());
            }
            orders.serve(trace -> replay(arrivals(Path.of(trace)), askings(store)));
            return 0;
        }
    }

    private static List<Asking> askings(LimitStore store) {
        return Contestant.all(Contestant.LIMIT).stream()
                .map(contestant -> new Asking(store, contestant))
                .toList();
    }

    private static long[] arrivals(Path trace) throws IOException {
        try (var lines = Files.lines(trace)) {
            return lines.mapToLong(Long::parseLong).toArray();
        }
    }

    private static String replay(long[] arrivals, List<Asking> askings) {
        var decisions = new ArrayList<CompletableFuture<Void>>();
        long start = System.nanoTime();
        for (long arrival : arrivals) {
            awaitInstant(start + arrival * 1_000);
            askings.forEach(
                    asking -> decisions.add(asking.ask(asking.contestant().name())));
        }
        decisions.forEach(CompletableFuture::join);
        return askings.stream()
                .map(asking -> asking.asked(arrivals.length).line())
                .collect(Collectors.joining(SEPARATOR));
    }

    private static void awaitInstant(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
