package dev.casebook.limiter.client.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction;
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

    /** More than any assignment allows. */
    private static final long ENDED = 1L << 62;

    private final Map<String, String> entries;
    private final Fallback fallback;
    private final LocalWindow window;
    private final LeasedLimiter limiter;
    private final AtomicLong spent = new AtomicLong();
    private final LongAdder refused = new LongAdder();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Holding holding = Holding.NONE;
    private volatile CompletableFuture<Void> next = new CompletableFuture<>();

    /** What had been spent at the last report; the limiter's thread alone uses it. */
    private long reported;

    LeasedLimit(Map<String, String> entries, Fallback fallback, LeasedLimiter limiter) {
        this.entries = entries;
        this.fallback = fallback;
        this.window = fallback instanceof Fallback.LocalShare share ? new LocalWindow(share) : null;
        this.limiter = limiter;
    }

    /** Spends a token if there is one. Never blocks, and never calls anybody. */
    public Outcome tryAcquire() {
        return attempt(true);
    }

    /** @param fresh whether the request was not counted yet */
    private Outcome attempt(boolean fresh) {
        long now = System.nanoTime();
        var held = holding;
        var outcome = outcome(held, now);
        if (fresh && outcome != Outcome.ADMITTED) {
            // Before it asks: the limiter answers nothing to a report without refusals when it believes that half of a
            // lease is left.
            refused.increment();
        }
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
        var outcome = attempt(false);
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

    long spentSinceReport() {
        long before = reported;
        reported = spent.get();
        return reported - before;
    }

    long refusedSinceReport() {
        return refused.sumThenReset();
    }

    /** It spends no token any more. @return what it spent since the last report */
    long end() {
        return spent.getAndAdd(ENDED) - reported;
    }

    /** Whether it has tokens, or the limiter believes so. */
    boolean mayHoldTokens(long now) {
        var kind = holding.kind(now);
        return kind == Holding.Kind.TOKENS || kind == Holding.Kind.OPEN;
    }

    void answered(BucketAction action, long arrived) {
        holding = action.hasQuotaAssignmentAction()
                ? Holding.of(action.getQuotaAssignmentAction(), reported, arrived)
                : Holding.NONE;
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
