package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.UpstreamPolicy;
import dev.casebook.gateway.shedding.AdaptiveLimit;
import dev.casebook.gateway.shedding.SheddingSettings;
import io.quarkus.logging.Log;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** A service, as its instances. */
public final class Upstream {

    private final String name;
    private final long ejectionNanos;
    private final double mostFailing;
    private final long failureNanos;
    private final RetryBudget retries;
    private final AdaptiveLimit limit;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong ejections = new AtomicLong();
    private final Map<Call.Refusal, AtomicLong> refusals = new EnumMap<>(Call.Refusal.class);
    private volatile List<Instance> instances = List.of();
    private volatile UpstreamPolicy policy = UpstreamPolicy.DEFAULT;
    private volatile CircuitBreaker breaker = new CircuitBreaker(policy.breaker());

    Upstream(String name, UpstreamSettings settings, SheddingSettings shedding) {
        this.name = name;
        this.ejectionNanos = settings.health().ejection().toNanos();
        this.mostFailing = settings.outliers().share();
        this.failureNanos = settings.latencies().failure().toNanos();
        this.retries =
                new RetryBudget(settings.retries().share(), settings.retries().saved());
        this.limit = new AdaptiveLimit(shedding, System.nanoTime());
        for (var reason : Call.Refusal.values()) {
            refusals.put(reason, new AtomicLong());
        }
    }

    public String name() {
        return name;
    }

    public List<Instance> instances() {
        return instances;
    }

    void replace(List<Instance> instances) {
        this.instances = List.copyOf(instances);
    }

    public UpstreamPolicy policy() {
        return policy;
    }

    /** A breaker whose rules stay the same keeps what it knows. */
    void follow(UpstreamPolicy policy) {
        this.policy = policy;
        if (!breaker.policy().equals(policy.breaker())) {
            breaker = new CircuitBreaker(policy.breaker());
        }
    }

    /** One more request for this service. */
    public Call call(Route route) {
        return new Call(this, route, breaker, failureNanos);
    }

    /** How many requests may wait for it. */
    public AdaptiveLimit limit() {
        return limit;
    }

    /**
     * One of the usable instances, as the policy has it; those that are new or back take part now and then.
     *
     * @param tried an instance that has failed this request
     * @return empty when no instance is usable, or only the one that was tried
     */
    Optional<Instance> choose(Optional<Instance> tried, long now, RandomGenerator random) {
        long turn = tried.isEmpty() ? requests.getAndIncrement() : requests.get();
        var all = instances;
        var slowStart = policy.slowStart();
        var candidates = among(
                all,
                tried,
                instance -> instance.isUsable(now) && instance.slowStart().takesPart(now, slowStart, random));
        if (candidates.isEmpty()) {
            candidates = among(all, tried, instance -> instance.isUsable(now));
        }
        if (candidates.isEmpty()) {
            // One that may fail is better than none.
            candidates = among(all, tried, instance -> instance.isReachable(now));
        }
        return candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.choose(policy.balancing(), turn, now, random));
    }

    private static Candidates among(List<Instance> all, Optional<Instance> tried, Predicate<Instance> allowed) {
        var candidates = new Candidates(all.size());
        for (var instance : all) {
            if ((tried.isEmpty() || tried.get() != instance) && allowed.test(instance)) {
                candidates.add(instance);
            }
        }
        return candidates;
    }

    /** Spends one of the retries that the requests to this service have earned, if one is left. */
    boolean mayRepeat() {
        return retries.take(requests.get());
    }

    /** To be told when a connection to the instance could not be made. */
    void connectFailed(Instance instance, long now) {
        instance.eject(now + ejectionNanos);
        ejected();
    }

    /** To be told when a request that the instance got was left without an answer, or with one that says that the instance is broken. */
    synchronized void failed(Instance instance, long now) {
        if (!instance.reliability().failed() || !instance.isUsable(now)) {
            return;
        }
        var all = instances;
        long failing = all.stream().filter(each -> each.isFailing(now)).count();
        if (failing + 1 <= all.size() * mostFailing) {
            instance.ejectAsFailing(now);
            ejected();
            Log.warnf("event=upstream.failing upstream=%s instance=%s", name, instance.name());
        }
    }

    /** Counts an instance that goes out. */
    void ejected() {
        ejections.incrementAndGet();
    }

    /** Times that an instance went out. */
    public long ejections() {
        return ejections.get();
    }

    void refused(Call.Refusal reason) {
        refusals.get(reason).incrementAndGet();
    }

    /** Requests that did not go to the service though it has instances. */
    public long refusals(Call.Refusal reason) {
        return refusals.get(reason).get();
    }

    public int inFlight() {
        int sum = 0;
        for (var instance : instances) {
            sum += instance.inFlight();
        }
        return sum;
    }

    long usable() {
        long now = System.nanoTime();
        return instances.stream().filter(instance -> instance.isUsable(now)).count();
    }

    public boolean isCircuitClosed() {
        return breaker.state() == CircuitBreaker.State.CLOSED;
    }

    /** The state of the circuit breaker in words. */
    public String circuit(long now) {
        return switch (breaker.state()) {
            case CLOSED -> "closed";
            case OPEN -> "open, for %d ms more".formatted(TimeUnit.NANOSECONDS.toMillis(breaker.openFor(now)));
            case HALF_OPEN -> "half open, a few requests find out";
        };
    }
}
