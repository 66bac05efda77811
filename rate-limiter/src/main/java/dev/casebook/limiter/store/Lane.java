package dev.casebook.limiter.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests of a domain on their way to Redis. The first goes at once; those that come while the answers of earlier ones are awaited gather, and go
 * together when one arrives. So no request waits for a timer, and the busier it gets, the more a call carries.
 */
final class Lane {

    private final LimitScript script;
    private final StoreSettings settings;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();

    private record Waiting(Request request, CompletableFuture<Verdict> verdict) {}

    Lane(LimitScript script, StoreSettings settings) {
        this.script = script;
        this.settings = settings;
    }

    CompletionStage<Verdict> decide(Request request, Duration patience) {
        if (length.incrementAndGet() > settings.maxWaiting()) {
            length.decrementAndGet();
            return CompletableFuture.failedStage(new StoreBusyException(settings.maxWaiting()));
        }
        var verdict = new CompletableFuture<Verdict>().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
        waiting.add(new Waiting(request, verdict));
        send();
        return verdict;
    }

    private void send() {
        while (!waiting.isEmpty() && mayCall()) {
            var batch = take();
            if (batch.isEmpty()) {
                inFlight.decrementAndGet();
            } else {
                script.decide(batch.stream().map(Waiting::request).toList())
                        .whenComplete((verdicts, failure) -> answered(batch, verdicts, failure));
            }
        }
    }

    private boolean mayCall() {
        if (inFlight.incrementAndGet() <= settings.maxInFlight()) {
            return true;
        }
        inFlight.decrementAndGet();
        return false;
    }

    private List<Waiting> take() {
        var batch = new ArrayList<Waiting>();
        while (batch.size() < settings.maxBatch() && waiting.poll() instanceof Waiting next) {
            length.decrementAndGet();
            // Its caller has gone on without it, and would pay for nothing.
            if (!next.verdict().isDone()) {
                batch.add(next);
            }
        }
        return batch;
    }

    /** The next call goes before the callers go on. */
    private void answered(List<Waiting> batch, List<Verdict> verdicts, Throwable failure) {
        inFlight.decrementAndGet();
        send();
        for (int i = 0; i < batch.size(); i++) {
            if (failure == null) {
                batch.get(i).verdict().complete(verdicts.get(i));
            } else {
                batch.get(i).verdict().completeExceptionally(failure);
            }
        }
    }
}
