package dev.casebook.limiter.client.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.BucketId;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * One bucket: what it holds, and who waits for more. Deciding takes a lock from nobody. What is spent only grows, and an assignment says up to where it
 * may: so what was spent while a report and its answer were on their way is subtracted, whichever thread spent it.
 */
public final class LeasedLimit {

    /** What is known without asking. */
    public enum Outcome {
        ADMITTED,
        REFUSED,
        /** There is no token at hand; more are being asked for. */
        UNKNOWN
    }

    private final Map<String, String> entries;
    private final Fallback fallback;
    private final LocalWindow window;
    private final LeasedLimiter limiter;
    private final AtomicLong spent = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Holding holding = Holding.NONE;
    private volatile CompletableFuture<Void> next = new CompletableFuture<>();

    /** What had been spent at the last report on this stream; the limiter's thread alone uses it. */
    private long reported;

    private boolean subscribed;

    LeasedLimit(Map<String, String> entries, Fallback fallback, LeasedLimiter limiter) {
        this.entries = entries;
        this.fallback = fallback;
        this.window = fallback instanceof Fallback.LocalShare share ? new LocalWindow(share) : null;
        this.limiter = limiter;
    }

    /** Spends a token if there is one. Never blocks, and never calls anybody. */
    public Outcome tryAcquire() {
        var outcome = attempt();
        if (outcome != Outcome.ADMITTED) {
            refused.increment();
        }
        return outcome;
    }

    private Outcome attempt() {
        long now = System.nanoTime();
        var held = holding;
        var outcome = outcome(held, now);
        if (held.due(spent.get(), now) && !asking.get() && asking.compareAndSet(false, true)) {
            // An assignment that came in between needs no other yet, and the limiter would say nothing.
            if (holding.due(spent.get(), now)) {
                limiter.ask(this);
            } else {
                asking.set(false);
            }
        }
        return outcome;
    }

    private Outcome outcome(Holding held, long now) {
        return switch (held.kind(now)) {
            case NONE -> Outcome.UNKNOWN;
            case DENIAL -> Outcome.REFUSED;
            case OPEN -> {
                spent.incrementAndGet();
                yield Outcome.ADMITTED;
            }
            case TOKENS -> spend(held.ceiling()) ? Outcome.ADMITTED : Outcome.UNKNOWN;
        };
    }

    private boolean spend(long ceiling) {
        long before = spent.get();
        while (before < ceiling) {
            if (spent.compareAndSet(before, before + 1)) {
                return true;
            }
            before = spent.get();
        }
        return false;
    }

    /** Whether a request may pass. At once, but while tokens are being asked for; then as long as the settings say, after which the fallback decides. */
    public CompletionStage<Boolean> acquire() {
        return settle().thenApply(outcome -> outcome == Outcome.UNKNOWN ? fallBack() : outcome == Outcome.ADMITTED);
    }

    /** As {@link #acquire}, for a caller with a fallback of its own: {@link Outcome#UNKNOWN} when it is that which has to decide. */
    public CompletionStage<Outcome> settle() {
        var outcome = tryAcquire();
        return outcome == Outcome.UNKNOWN
                ? limiter.whileWaiting(this::await).orElseGet(() -> CompletableFuture.completedStage(outcome))
                : CompletableFuture.completedStage(outcome);
    }

    /** For how long the limiter said that all is refused; zero when it did not. */
    public Duration deniedFor() {
        long now = System.nanoTime();
        var held = holding;
        return held.kind(now) == Holding.Kind.DENIAL ? Duration.ofNanos(held.until() - now) : Duration.ZERO;
    }

    private CompletionStage<Outcome> await(long deadline) {
        // Before the attempt: an assignment that comes after it is not missed.
        var coming = next;
        var outcome = attempt();
        long left = deadline - System.nanoTime();
        if (outcome != Outcome.UNKNOWN || left <= 0 || !limiter.reachable()) {
            return CompletableFuture.completedStage(outcome);
        }
        return coming.copy()
                .orTimeout(left, TimeUnit.NANOSECONDS)
                .handle((_, failure) -> failure == null)
                .thenCompose(came -> came ? await(deadline) : CompletableFuture.completedStage(Outcome.UNKNOWN));
    }

    private boolean fallBack() {
        return switch (fallback) {
            case Fallback.Open _ -> true;
            case Fallback.Closed _ -> false;
            case Fallback.LocalShare _ -> window.admits(System.nanoTime());
        };
    }

    Map<String, String> entries() {
        return entries;
    }

    /** What came of it since the last report; on a new stream, nobody is told what was spent of an old lease. */
    BucketQuotaUsage report() {
        long now = spent.get();
        long allowed = subscribed ? now - reported : 0;
        reported = now;
        subscribed = true;
        return BucketQuotaUsage.newBuilder()
                .setBucketId(BucketId.newBuilder().putAllBucket(entries))
                .setNumRequestsAllowed(allowed)
                .setNumRequestsDenied(refused.sumThenReset())
                .build();
    }

    void answered(BucketAction action, long arrived) {
        if (action.hasQuotaAssignmentAction()) {
            holding = Holding.of(action.getQuotaAssignmentAction(), reported, arrived);
        } else {
            holding = Holding.NONE;
            subscribed = false;
        }
        wake();
    }

    /** What it holds it may spend until that runs out. */
    void unsubscribed() {
        subscribed = false;
        wake();
    }

    /** It will be asked for again when somebody comes. */
    void wake() {
        asking.set(false);
        var came = next;
        next = new CompletableFuture<>();
        came.complete(null);
    }
}
