package dev.casebook.lab.run;

import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Lets a target that has just started get warm. An open load is too much for code that is not compiled yet, and what is refused makes it no warmer; so
 * few requests at a time are sent as quickly as they are answered, until the target has some reserve above the rate that is to come.
 */
public final class Warming {

    /** Enough to keep a few cores busy, and fewer than a gateway would refuse. */
    private static final int AT_ONCE = 16;

    private static final double RESERVE = 1.25;

    /** Of what would be answered if it took no time at all. */
    private static final double REACHED = 0.95;

    private static final Duration STEP = Duration.ofSeconds(5);

    /** Of the target, in seconds: a crowd are all requests that fall due meanwhile. */
    private static final double PAUSE = 0.064;

    private static final int CROWDS = 4;

    /** Of a crowd: as quickly as they are answered. */
    private static final int ANY_RATE = 100_000;

    private final PrintWriter out;
    private final Duration limit;

    /** @param limit after which the load begins nevertheless; none below a step */
    public Warming(PrintWriter out, Duration limit) {
        this.out = out;
        this.limit = limit;
    }

    public void before(Plan plan, Supplier<Request> requests) throws InterruptedException {
        if (limit.compareTo(STEP) < 0) {
            return;
        }
        few(plan, requests);
        crowds(plan, requests);
    }

    private void few(Plan plan, Supplier<Request> requests) throws InterruptedException {
        var step = plan.closed((int) Math.ceil(RESERVE * plan.rate()), STEP, AT_ONCE);
        for (var time = STEP; time.compareTo(limit) <= 0; time = time.plus(STEP)) {
            var outcome = OpenLoop.run(step, requests, _ -> {});
            tell(step, time, outcome);
            if (outcome.right() >= REACHED * outcome.due()) {
                return;
            }
        }
    }

    /**
     * A pause makes many connections necessary at once, on each way that leads on from here. That code is run by nothing else, and as long as it is not
     * compiled the first short pause becomes a long one.
     */
    private void crowds(Plan plan, Supplier<Request> requests) throws InterruptedException {
        int size = Math.clamp((int) Math.ceil(PAUSE * plan.rate()), AT_ONCE, Math.max(AT_ONCE, plan.connections()));
        var crowd = plan.closed(ANY_RATE, Duration.ofSeconds(1), size);
        for (int number = 1; number <= CROWDS; number++) {
            var outcome = OpenLoop.run(crowd, requests, _ -> {});
            out.println(String.format(
                    Locale.ROOT,
                    "getting warm, %d at a time, %d of %d  right %d/s  errors %d",
                    size,
                    number,
                    CROWDS,
                    outcome.right(),
                    outcome.failed()));
            out.flush();
        }
    }

    private void tell(Plan step, Duration time, Outcome outcome) {
        out.println(String.format(
                Locale.ROOT,
                "getting warm, %d at a time, until %,d/s  %3d/%d s  right %d/s  errors %d",
                step.unanswered(),
                step.rate(),
                time.toSeconds(),
                limit.toSeconds(),
                outcome.right() / STEP.toSeconds(),
                outcome.failed()));
        out.flush();
    }
}
