package dev.casebook.limiter.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The requests of a domain on their way to Redis. The first goes at once; those that come while the answers of earlier ones are awaited gather, and go
 * together when one arrives. So no request waits for a timer, and the busier it gets, the more a call carries.
 */
final class Lane {

    private final Function<List<Request>, CompletionStage<List<Verdict>>> script;
    private final StoreSettings settings;
    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Set<Batch> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger length = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Alarm alarm = new Alarm(this::giveUpOverdue);

    private record Waiting(Request request, CompletableFuture<Verdict> verdict, long deadline) {}

    /** What goes in one call. Not a record: a set of them need not compare requests. */
    private static final class Batch {

        private final List<Waiting> requests = new ArrayList<>();
        private int decisions;

        void add(Waiting next) {
            requests.add(next);
            decisions += next.request().demands().size();
        }

        long deadline() {
            return requests.stream().mapToLong(Waiting::deadline).min().orElse(Alarm.NEVER);
        }

        List<Request> asked() {
            return requests.stream().map(Waiting::request).toList();
        }
    }

    /** @param script one call, however many requests */
    Lane(Function<List<Request>, CompletionStage<List<Verdict>>> script, StoreSettings settings) {
        this.script = script;
        this.settings = settings;
    }

    CompletionStage<Verdict> decide(Request request, Duration patience) {
        if (length.incrementAndGet() > settings.maxWaiting()) {
            length.decrementAndGet();
            return CompletableFuture.failedStage(new StoreBusyException(settings.maxWaiting()));
        }
        var next = new Waiting(request, new CompletableFuture<>(), alarm.after(patience));
        waiting.add(next);
        alarm.ringAt(next.deadline());
        send();
        return next.verdict();
    }

    private void send() {
        while (!waiting.isEmpty() && mayCall()) {
            var batch = take();
            if (batch.requests.isEmpty()) {
                underWay.remove(batch);
                inFlight.decrementAndGet();
            } else {
                script.apply(batch.asked()).whenComplete((verdicts, failure) -> answered(batch, verdicts, failure));
            }
        }
    }

    private boolean mayCall() {
        int most = settings.maxInFlight();
        // In one step: a call that is counted for a moment and then not made would keep an answer that comes then from
        // sending the next.
        return inFlight.getAndUpdate(under -> under < most ? under + 1 : under) < most;
    }

    private Batch take() {
        var batch = new Batch();
        while (batch.decisions < settings.maxBatch() && waiting.poll() instanceof Waiting next) {
            length.decrementAndGet();
            // Its caller has gone on without it, and would pay for nothing.
            if (!next.verdict().isDone()) {
                batch.add(next);
            }
        }
        underWay.add(batch);
        // While they were in no list the alarm may have missed them.
        alarm.ringAt(batch.deadline());
        return batch;
    }

    /** The next call goes before the callers go on. */
    private void answered(Batch batch, List<Verdict> verdicts, Throwable failure) {
        underWay.remove(batch);
        inFlight.decrementAndGet();
        send();
        for (int i = 0; i < batch.requests.size(); i++) {
            var verdict = batch.requests.get(i).verdict();
            if (failure == null) {
                verdict.complete(verdicts.get(i));
            } else {
                verdict.completeExceptionally(failure);
            }
        }
    }

    /** Whether they were charged is unknown if they are under way; the others never are. */
    private void giveUpOverdue(long now) {
        long earliest = Alarm.NEVER;
        for (var each : waiting) {
            earliest = Math.min(earliest, giveUpOverdue(each, now));
        }
        for (var batch : underWay) {
            for (var each : batch.requests) {
                earliest = Math.min(earliest, giveUpOverdue(each, now));
            }
        }
        alarm.ringAt(earliest);
    }

    /** When it will be overdue if it is not yet. */
    private static long giveUpOverdue(Waiting each, long now) {
        if (each.deadline() <= now) {
            each.verdict().completeExceptionally(new TimeoutException());
        }
        return each.verdict().isDone() ? Alarm.NEVER : each.deadline();
    }
}
