package dev.casebook.gateway.upstreams;

import dev.casebook.gateway.routes.Balancing;
import dev.casebook.gateway.routes.Route;
import io.quarkus.logging.Log;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * One request to a service: whether it may go there, which instance has it, and what its end says about that instance and the service. Lives on
 * one event loop.
 */
public final class Call {

    /** Why a request may not go to a service, though it has instances. */
    public enum Refusal {
        /** It fails too often. */
        CIRCUIT_OPEN,
        /** It is answering as many requests as it may have of all. */
        SHARE_USED_UP,
        /** It has more to do than it can, and this matters less than what it has, or as little. */
        OVERLOADED;

        /** In lower case: in metrics, and for people. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Statuses from here on say that the service failed, and not how long its work takes. */
    private static final int BROKEN = 500;

    /** What an instance answers that is broken, or cannot reach what it stands on. Not 503: whoever says that is busy. */
    private static final Set<Integer> FAULTS = Set.of(500, 502, 504);

    private final Upstream upstream;
    private final Route route;
    private final CircuitBreaker breaker;
    private final long failureNanos;
    private Optional<CircuitBreaker.Period> unjudged = Optional.empty();
    private Optional<Instance> instance = Optional.empty();
    private boolean held;
    private boolean waiting;
    private long waitingSince;
    private int attempts;
    private long sentAt;

    Call(Upstream upstream, Route route, CircuitBreaker breaker, long failureNanos) {
        this.upstream = upstream;
        this.route = route;
        this.breaker = breaker;
        this.failureNanos = failureNanos;
    }

    /**
     * @param most requests that the gateway may be answering at once
     * @return empty when the request may go on
     */
    public Optional<Refusal> enter(int most) {
        if (upstream.inFlight() >= Math.max(1, (long) most * upstream.policy().share() / 100)) {
            return refused(Refusal.SHARE_USED_UP);
        }
        if (upstream.policy().shedding() && !upstream.limit().hasRoom(route.criticality())) {
            return refused(Refusal.OVERLOADED);
        }
        unjudged = breaker.enter(System.nanoTime());
        return unjudged.isEmpty() ? refused(Refusal.CIRCUIT_OPEN) : Optional.empty();
    }

    private Optional<Refusal> refused(Refusal reason) {
        upstream.refused(reason);
        return Optional.of(reason);
    }

    /** In seconds: how long a client that met an open circuit should wait, 1 at least. */
    public long retryAfter() {
        return 1 + breaker.openFor(System.nanoTime()) / 1_000_000_000;
    }

    /**
     * An instance to connect to, another than the one before.
     *
     * @return empty when there is none
     */
    public Optional<Instance> choose(RandomGenerator random) {
        var tried = instance;
        release();
        take(upstream.choose(tried, System.nanoTime(), random));
        return instance;
    }

    /** As {@link #choose}, but the one before when there is no other: that a connection ended does not say that the instance did. */
    public Instance chooseAgain(RandomGenerator random) {
        var before = instance;
        if (choose(random).isEmpty()) {
            take(before);
        }
        return instance.orElseThrow();
    }

    private void take(Optional<Instance> chosen) {
        instance = chosen;
        if (chosen.isPresent()) {
            attempts++;
            held = true;
            chosen.get().requestStarted();
        }
    }

    /** Spends one of the retries that the requests to this service have earned, if one is left. */
    public boolean mayRepeat() {
        return upstream.mayRepeat();
    }

    /** Instances tried so far, one twice when it was repeated there. */
    public int attempts() {
        return attempts;
    }

    /** The one that has the request, or had it last. */
    public Optional<Instance> instance() {
        return instance;
    }

    /** The request goes out. */
    public void sent() {
        sentAt = System.nanoTime();
    }

    /** The request is all there: from now on it is the service that takes its time. */
    public void whole() {
        if (!waiting) {
            waiting = true;
            waitingSince = System.nanoTime();
            upstream.limit().began();
        }
    }

    /** No connection was made: the instance has not seen the request. */
    public void connectFailed() {
        upstream.connectFailed(instance.orElseThrow(), System.nanoTime());
        release();
    }

    /** No instance could be connected to. */
    public void unreachable() {
        failed(System.nanoTime());
    }

    /** An answer began. */
    public void answered(int status) {
        long now = System.nanoTime();
        boolean failed = breaker.policy().statuses().contains(status);
        if (FAULTS.contains(status)) {
            instance.ifPresent(each -> upstream.failed(each, now));
        } else {
            instance.ifPresent(each -> each.reliability().answered());
        }
        observe(failed || status >= BROKEN, now);
        if (waiting && status < BROKEN) {
            waiting = false;
            upstream.limit().answered(route.id(), waitingSince, now);
        }
        if (failed) {
            failed(now);
        } else {
            succeeded();
        }
    }

    /** The request that the instance got was left without an answer. */
    public void unanswered() {
        long now = System.nanoTime();
        instance.ifPresent(each -> upstream.failed(each, now));
        observe(true, now);
        failed(now);
    }

    private void observe(boolean failed, long now) {
        if (upstream.policy().balancing() == Balancing.EWMA) {
            long took = failed ? Math.max(now - sentAt, failureNanos) : now - sentAt;
            instance.ifPresent(each -> each.latency().observe(took, now));
        }
    }

    private void succeeded() {
        if (judged().filter(breaker::succeeded).isPresent()) {
            Log.infof("event=upstream.circuit.closed upstream=%s", upstream.name());
        }
    }

    private void failed(long now) {
        if (judged().filter(since -> breaker.failed(since, now)).isPresent()) {
            Log.warnf("event=upstream.circuit.open upstream=%s", upstream.name());
        }
    }

    /** Only the first word on a request counts. */
    private Optional<CircuitBreaker.Period> judged() {
        var since = unjudged;
        unjudged = Optional.empty();
        return since;
    }

    /** The instance has nothing more to do for it. */
    private void release() {
        if (held) {
            held = false;
            instance.ifPresent(Instance::requestEnded);
        }
    }

    /** The request is over, however it ended. */
    public void end() {
        release();
        if (waiting) {
            waiting = false;
            upstream.limit().failed(route.id(), waitingSince, System.nanoTime());
        }
        judged().ifPresent(breaker::withdrawn);
    }
}
