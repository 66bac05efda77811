package dev.casebook.lab.limiters.speed.callers;

import dev.casebook.lab.limiters.services.Orders;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.Terms;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.Demand.Role;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import dev.casebook.limiter.store.Verdict;
import io.quarkus.arc.Arc;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Our service, and callers of its {@code LimitStore} in the same process. It can be named where there is no Quarkus. */
public final class CasebookCallers {

    private static final String DOMAIN = "speed";

    private static Orders orders;

    private CasebookCallers() {}

    private record Store(LimitStore store, Terms terms) implements Decider {

        @Override
        public boolean admits(String key) {
            return decide(key, 1).admitted();
        }

        @Override
        public long remaining(String key) {
            return decide(key, 0).decisions().getFirst().remaining();
        }

        private Verdict decide(String key, long cost) {
            var request = new Request(DOMAIN, List.of(new Demand(key, terms, cost, Role.REQUIRED)));
            return store.decide(request).toCompletableFuture().join();
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
            orders.serve(new Callers(limit -> new Store(store, Terms.of(gcra(limit)))));
            return 0;
        }
    }

    private static Gcra gcra(Limit limit) {
        long period = limit.period().toNanos() / ChronoUnit.MICROS.getDuration().toNanos();
        return new Gcra(new Rate(limit.count(), period), limit.burst());
    }
}
