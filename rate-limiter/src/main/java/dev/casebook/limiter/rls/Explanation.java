package dev.casebook.limiter.rls;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.algorithms.Terms;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** Finds out what would become of a request, and why, by asking how its counters stand. */
@Singleton
final class Explanation {

    private final Subjects subjects;
    private final LimitStore store;

    /** @param decidedAt by the clock of the store; absent when nothing had to be counted */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Explained(boolean admitted, Optional<Instant> decidedAt, List<Descriptor> descriptors) {}

    /**
     * @param rule keys and values down to the rule that matches; empty when none does, so that nothing limits
     * @param because in words
     * @param counter absent when nothing is counted
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Descriptor(List<String> rule, boolean admitted, String because, Optional<Counter> counter) {}

    /**
     * How a counter stands when it is this descriptor's turn, and how it would if the descriptor were charged.
     *
     * @param before what remains after the request's earlier descriptors that share the counter
     * @param idleIn until all is as if it had never been used
     */
    record Counter(String key, Terms terms, long cost, long before, long after, Duration idleIn) {

        boolean isOf(Demand demand) {
            return key.equals(demand.key()) && terms.equals(demand.terms());
        }
    }

    Explanation(Subjects subjects, LimitStore store) {
        this.subjects = subjects;
        this.store = store;
    }

    CompletionStage<Explained> of(RateLimitRequest request) {
        var asked = subjects.of(request);
        var demands =
                asked.stream().flatMap(subject -> subject.demand(0).stream()).toList();
        if (demands.isEmpty()) {
            return CompletableFuture.completedStage(explained(asked, List.of(), List.of(), Optional.empty()));
        }
        return store.decide(new Request(request.getDomain(), demands)).handle((verdict, failure) -> {
            if (failure != null) {
                throw new CompletionException(new StoreAwayException(failure));
            }
            return explained(asked, demands, verdict.decisions(), Optional.of(verdict.now()));
        });
    }

    private static Explained explained(
            List<Subject> asked, List<Demand> demands, List<Decision> decisions, Optional<Long> now) {
        var descriptors = new ArrayList<Descriptor>();
        int next = 0;
        for (var subject : asked) {
            if (subject.counts()) {
                descriptors.add(counted(subject, demands.get(next), decisions.get(next), descriptors));
                next++;
            } else {
                descriptors.add(uncounted(subject));
            }
        }
        return new Explained(
                Subject.admit(asked, i -> descriptors.get(i).admitted()),
                now.map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS)),
                descriptors);
    }

    private static Descriptor uncounted(Subject subject) {
        var limit = subject.match().map(Match::limit);
        return new Descriptor(
                limit.map(Limit::path).orElseGet(List::of),
                !subject.forbidden(),
                limit.map(Explanation::uncounted).orElse("no rule matches all of its entries"),
                Optional.empty());
    }

    private static String uncounted(Limit limit) {
        return limit.unlimited() ? "the rule is unlimited" : "the rule allows no requests";
    }

    /** Exactly what remains is admitted, by each of the algorithms. */
    private static Descriptor counted(Subject subject, Demand demand, Decision stands, List<Descriptor> earlier) {
        var limit = subject.match().orElseThrow().limit();
        long remaining = earlier.stream()
                .flatMap(descriptor -> descriptor.counter().stream())
                .filter(counter -> counter.isOf(demand))
                .mapToLong(Counter::after)
                .min()
                .orElse(stands.remaining());
        boolean admitted = subject.cost() <= remaining;
        return new Descriptor(
                limit.path(),
                admitted,
                "costs %d of %d that remain%s%s%s"
                        .formatted(
                                subject.cost(),
                                remaining,
                                subject.match().orElseThrow().overridden() ? "; an override has the limit" : "",
                                limit.shadow() ? "; the rule is a shadow, which refuses nothing" : "",
                                limit.quota() ? "; the rule is a quota, and one that admits is enough" : ""),
                Optional.of(new Counter(
                        demand.key(),
                        demand.terms(),
                        subject.cost(),
                        remaining,
                        remaining - (admitted ? subject.cost() : 0),
                        Duration.of(stands.resetAfter(), ChronoUnit.MICROS))));
    }
}
