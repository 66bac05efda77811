package dev.casebook.lab.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sends each request when it is due and gives it up when it is too late. Runs on the generator's thread. */
final class Schedule {

    /** How often answers are looked for while nothing is to be sent. */
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Plan plan;
    private final EventLoop loop;
    private final Connections connections;
    private final Tally tally;
    private final Supplier<Request> requests;
    private final Consumer<Second> eachSecond;
    private final CompletableFuture<Outcome> done = new CompletableFuture<>();
    private final ArrayDeque<Exchange> unfinished = new ArrayDeque<>();
    private long start;
    private long next;
    private long secondEnd;
    private long leftOut;

    Schedule(
            Plan plan,
            EventLoop loop,
            Bootstrap bootstrap,
            Tally tally,
            Supplier<Request> requests,
            Consumer<Second> eachSecond) {
        this.plan = plan;
        this.loop = loop;
        this.connections = new Connections(bootstrap, plan, tally, this::sendDue);
        this.tally = tally;
        this.requests = requests;
        this.eachSecond = eachSecond;
    }

    CompletableFuture<Outcome> start() {
        loop.execute(() -> connections.openAhead(this::begin));
        return done;
    }

    private void begin() {
        start = System.nanoTime();
        secondEnd = start + SECOND_NANOS;
        tick();
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            while (now >= secondEnd) {
                eachSecond.accept(tally.nextSecond());
                secondEnd += SECOND_NANOS;
            }
            sendDue(now);
            expire(now);
            if (tally.everFinished() == plan.requests() - leftOut) {
                finish();
            } else {
                loop.schedule(this::tick, untilNextTick(), TimeUnit.NANOSECONDS);
            }
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /**
     * Sends what is due. Also called between two answers: hundreds of them come at once when a target wakes from a pause, and the requests that
     * fall due meanwhile must not wait for the last of them.
     */
    private void sendDue(long now) {
        while (next + leftOut < plan.requests() && start + plan.dueNanos(next) <= now) {
            if (!heldBack()) {
                send(next++);
            } else if (now - start < plan.nanos()) {
                return;
            } else {
                leftOut = plan.requests() - next;
            }
        }
    }

    private boolean heldBack() {
        return next - tally.everFinished() >= plan.unanswered();
    }

    private void send(long n) {
        var exchange = new Exchange(requests.get(), n >= plan.warmupRequests(), start + plan.dueNanos(n));
        unfinished.addLast(exchange);
        connections.send(exchange);
    }

    private void expire(long now) {
        long oldest = now - plan.timeout().toNanos();
        var head = unfinished.peekFirst();
        while (head != null && (head.finished || head.due < oldest)) {
            if (!head.finished) {
                connections.expire(head);
            }
            unfinished.removeFirst();
            head = unfinished.peekFirst();
        }
    }

    private long untilNextTick() {
        return next + leftOut < plan.requests() && !heldBack()
                ? start + plan.dueNanos(next) - System.nanoTime()
                : WAIT_NANOS;
    }

    private void finish() {
        eachSecond.accept(tally.nextSecond());
        done.complete(tally.outcome());
    }
}
