package dev.casebook.limiter.rls;

import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.store.Demand;
import dev.casebook.limiter.store.Demand.Role;
import dev.casebook.limiter.store.LimitStore;
import dev.casebook.limiter.store.Request;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** The counters that requests are charged to, for those who charge many hits at once and hand them out by themselves. */
@Singleton
public final class Counters {

    private final CurrentRules rules;
    private final LimitStore store;
    private final FailurePolicy failurePolicy;
    private final LimitMetrics metrics;

    Counters(CurrentRules rules, LimitStore store, FailurePolicy failurePolicy, LimitMetrics metrics) {
        this.rules = rules;
        this.store = store;
        this.failurePolicy = failurePolicy;
        this.metrics = metrics;
    }

    /** The limit that holds at this moment; empty when none does. */
    public Optional<Match> find(String domain, Map<String, String> entries) {
        return rules.get().match(domain, entries);
    }

    /**
     * As a request is charged that costs so much. Never blocks. Fails with {@link StoreAwayException} when neither the store nor the rule decides;
     * whether it was charged is then unknown.
     *
     * @param match of a limit that counts
     * @param hits 1 or more
     */
    public CompletionStage<Charge> charge(String domain, Match match, long hits) {
        var terms = match.limit().meter().orElseThrow().terms();
        var request = new Request(domain, List.of(new Demand(match.key(), terms, hits, Role.REQUIRED)));
        return store.decide(request)
                .thenApply(verdict -> new Charge(verdict.decisions().getFirst(), true))
                .exceptionally(failure -> {
                    metrics.storeFailed();
                    return failurePolicy
                            .decide(request, List.of(new Subject(Optional.of(match), hits)))
                            .map(verdict -> new Charge(verdict.decisions().getFirst(), false))
                            .orElseThrow(() -> new StoreAwayException(failure));
                });
    }
}
