package dev.casebook.gateway.upstreams;

import io.quarkus.logging.Log;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** A service, as its instances. */
public final class Upstream {

    private final String name;
    private final long ejectionNanos;
    private final double mostFailing;
    private final RetryBudget retries;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong ejections = new AtomicLong();
    private volatile List<Instance> instances = List.of();

    Upstream(String name, UpstreamSettings settings) {
        this.name = name;
        this.ejectionNanos = settings.health().ejection().toNanos();
        this.mostFailing = settings.outliers().share();
        this.retries =
                new RetryBudget(settings.retries().share(), settings.retries().saved());
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

    /**
     * The usable instance with the fewest requests in flight; equal ones take turns.
     *
     * @param tried an instance that has failed this request
     * @return empty when no instance is usable, or only the one that was tried
     */
    public Optional<Instance> choose(Optional<Instance> tried) {
        long turn = tried.isEmpty() ? requests.getAndIncrement() : requests.get();
        long now = System.nanoTime();
        var best = leastBusy(turn, tried, instance -> instance.isUsable(now));
        // One that may fail is better than none.
        return best.isPresent() ? best : leastBusy(turn, tried, instance -> instance.isReachable(now));
    }

    private Optional<Instance> leastBusy(long turn, Optional<Instance> tried, Predicate<Instance> allowed) {
        var candidates = instances;
        int start = Math.floorMod(turn, Math.max(1, candidates.size()));
        Instance best = null;
        for (int i = 0; i < candidates.size(); i++) {
            var candidate = candidates.get((start + i) % candidates.size());
            if (allowed.test(candidate)
                    && (tried.isEmpty() || tried.get() != candidate)
                    && (best == null || candidate.inFlight() < best.inFlight())) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Spends one of the retries that the requests to this service have earned, if one is left. */
    public boolean mayRepeat() {
        return retries.take(requests.get());
    }

    /** To be told when a connection to the instance could not be made. */
    public void connectFailed(Instance instance) {
        instance.eject(System.nanoTime() + ejectionNanos);
        ejected();
    }

    /** To be told when an answer of the instance began, whatever it says: whoever answers 503 is not broken, but busy. */
    public void answered(Instance instance) {
        instance.reliability().answered();
    }

    /** To be told when a request that the instance got was left without an answer. */
    public synchronized void unanswered(Instance instance) {
        long now = System.nanoTime();
        if (!instance.reliability().unanswered() || !instance.isUsable(now)) {
            return;
        }
        var all = instances;
        long failing = all.stream().filter(each -> each.isFailing(now)).count();
        if (failing + 1 <= all.size() * mostFailing) {
            instance.reliability().eject(now);
            ejected();
            Log.warnf("event=upstream.failing upstream=%s instance=%s", name, instance.name());
        }
    }

    /** Counts an instance that goes out. */
    void ejected() {
        ejections.incrementAndGet();
    }

    long ejections() {
        return ejections.get();
    }

    int inFlight() {
        return instances.stream().mapToInt(Instance::inFlight).sum();
    }

    long usable() {
        long now = System.nanoTime();
        return instances.stream().filter(instance -> instance.isUsable(now)).count();
    }
}
