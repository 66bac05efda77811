package dev.casebook.limiter.leases;

import dev.casebook.limiter.algorithms.Algorithm;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.stream.IntStream;

/** Callers with leases of one limit, messages that take their time, buckets that are evicted, and streams that break, in the order that a seed gives. */
final class Simulation<S> {

    private static final long PERIOD = 1_000_000;
    private static final long LIFETIME = 500_000_000;
    private static final long COVERS = 200_000_000;

    private final Algorithm<S> limit;
    private final Random random;
    private final long most;
    private final boolean subtracting;
    private final List<Caller> callers;
    private final List<Long> spent = new ArrayList<>();
    private S state;
    private long now = 1_780_000_000_000_000L;

    Simulation(Algorithm<S> limit, Random random, int callers, long most, boolean subtracting) {
        this.limit = limit;
        this.random = random;
        this.most = most;
        this.subtracting = subtracting;
        this.state = limit.fresh();
        this.callers = IntStream.range(0, callers).mapToObj(_ -> new Caller()).toList();
    }

    /** The most that was spent in any period, wherever it starts. */
    long mostInAPeriod() {
        for (int step = 0; step < 2_000; step++) {
            now += random.nextInt(4) == 0 ? random.nextInt(20_000) : 0;
            var caller = callers.get(random.nextInt(callers.size()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> caller.reportIfDue();
                case 4, 5, 6, 7 -> caller.reportArrives();
                case 8, 9, 10, 11 -> caller.answerArrives();
                case 12 -> caller.breakIfUnlucky();
                case 13 -> caller.evictIfUnlucky();
                default -> caller.request();
            }
        }
        long worst = 0;
        for (int from = 0, to = 0; to < spent.size(); to++) {
            while (spent.get(to) - spent.get(from) >= PERIOD) {
                from++;
            }
            worst = Math.max(worst, to - from + 1);
        }
        return worst;
    }

    /** At the limiter. */
    private Answer answer(Lease lease, Report report, long nanos) {
        lease.report(report.allowed(), report.denied(), most);
        if (lease.holds(nanos, report.denied())) {
            throw new AssertionError("a caller that reports when it is due is answered");
        }
        long wanted = lease.wanted(nanos, COVERS, most);
        long charged = wanted == 0 || charge(wanted) ? wanted : charge(lease.least()) ? lease.least() : 0;
        if (charged == 0 && lease.empty()) {
            long retry = limit.decide(state, now, lease.least()).decision().retryAfter() * 1_000;
            lease.deny(nanos, retry);
            return new Answer(0, retry);
        }
        return new Answer(lease.assign(charged, nanos, LIFETIME), LIFETIME);
    }

    private boolean charge(long hits) {
        var step = limit.decide(state, now, hits);
        state = step.decision().admitted() ? step.state() : state;
        return step.decision().admitted();
    }

    private record Report(long allowed, long denied) {}

    private record Answer(long tokens, long lifetime) {}

    /** One caller, with the limiter's end of its stream. */
    private final class Caller {

        private final Queue<Report> reports = new ArrayDeque<>();
        private final Queue<Answer> answers = new ArrayDeque<>();
        private final long clock = random.nextLong(1L << 40);
        private final long limitersClock = random.nextLong(1L << 40);
        private Lease lease = new Lease();
        private long tokens;
        private long assigned;
        private long begun;
        private long until;
        private long allowed;
        private long denied;
        private boolean waiting;
        private boolean subscribed;
        private boolean evicted;

        private long nanos() {
            return now * 1_000 + clock;
        }

        void request() {
            if (tokens > 0 && nanos() < until) {
                tokens--;
                allowed++;
                spent.add(now);
            } else {
                denied++;
            }
        }

        void reportIfDue() {
            boolean over = !subscribed || nanos() >= until;
            boolean half = assigned > 0 && (2 * tokens < assigned || nanos() - begun >= (until - begun) / 2);
            if (!waiting && (over || half)) {
                reports.add(new Report(allowed, denied));
                allowed = 0;
                denied = 0;
                waiting = true;
                subscribed = true;
            }
        }

        void reportArrives() {
            if (reports.poll() instanceof Report report) {
                answers.add(answer(lease, report, now * 1_000 + limitersClock));
            }
        }

        void answerArrives() {
            if (answers.poll() instanceof Answer answer) {
                tokens = answer.tokens() - (subtracting ? allowed : 0);
                assigned = answer.tokens();
                begun = nanos();
                until = begun + answer.lifetime();
                waiting = false;
            }
            if (evicted && !waiting) {
                evicted = false;
                loseLease();
            }
        }

        /** Loses what it holds, and what an answer brings that is on its way; not what it spent and has yet to report. */
        void evictIfUnlucky() {
            if (random.nextInt(3) == 0) {
                evicted = waiting;
                loseLease();
            }
        }

        private void loseLease() {
            tokens = 0;
            assigned = 0;
            until = nanos();
            // Whoever comes back to the bucket.
            denied++;
        }

        /** What it holds it may spend until that runs out; the next stream knows nothing of it. */
        void breakIfUnlucky() {
            if (random.nextInt(10) == 0) {
                reports.clear();
                answers.clear();
                lease = new Lease();
                waiting = false;
                evicted = false;
                allowed = 0;
                denied = 0;
                subscribed = false;
            }
        }
    }
}
