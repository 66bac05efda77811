package dev.casebook.lab.limiters.speed.callers;

import dev.casebook.lab.limiters.services.Orders;
import java.util.ArrayList;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/** A closed loop: each of 64 threads asks again when it has its answer. */
final class Callers implements Orders.Work {

    static final int COUNT = 64;
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int DIGITS = 3;

    private final Function<Limit, Decider> limiter;

    Callers(Function<Limit, Decider> limiter) {
        this.limiter = limiter;
    }

    @Override
    public String carryOut(String order) throws InterruptedException {
        return run(Order.parse(order)).line();
    }

    private Tally run(Order order) throws InterruptedException {
        var decider = limiter.apply(order.limit());
        var names = order.names();
        var admitted = new AtomicLong();
        var failed = new AtomicLong();
        var all = new Histogram(LONGEST_MICROS, DIGITS);
        var begin = new CountDownLatch(1);
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < COUNT; i++) {
            var random = new SplittableRandom(i);
            threads.add(Thread.ofPlatform().start(() -> {
                var mine = new Histogram(LONGEST_MICROS, DIGITS);
                await(begin);
                long end = System.nanoTime() + order.time().toNanos();
                long passed = 0;
                long lost = 0;
                for (long now = System.nanoTime(); now < end; ) {
                    try {
                        passed += decider.admits(names[random.nextInt(names.length)]) ? 1 : 0;
                    } catch (RuntimeException _) {
                        lost++;
                    }
                    long done = System.nanoTime();
                    mine.recordValue(Math.min(LONGEST_MICROS, (done - now) / 1_000));
                    now = done;
                }
                admitted.addAndGet(passed);
                failed.addAndGet(lost);
                synchronized (all) {
                    all.add(mine);
                }
            }));
        }
        long start = System.nanoTime();
        begin.countDown();
        for (var thread : threads) {
            thread.join();
        }
        long nanos = System.nanoTime() - start;
        var remaining = order.oneKey() ? OptionalLong.of(decider.remaining(names[0])) : OptionalLong.empty();
        return Tally.of(all, admitted.get(), failed.get(), nanos, remaining);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts callers", e);
        }
    }
}
