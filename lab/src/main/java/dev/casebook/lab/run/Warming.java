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

    private final PrintWriter out;
    private final Duration limit;

    /** @param limit after which the load begins nevertheless; none below a step */
    public Warming(PrintWriter out, Duration limit) {
        this.out = out;
        this.limit = limit;
    }

    public void before(Plan plan, Supplier<Request> requests) throws InterruptedException {
        var step = plan.closed((int) Math.ceil(RESERVE * plan.rate()), STEP, AT_ONCE);
        for (var time = STEP; time.compareTo(limit) <= 0; time = time.plus(STEP)) {
            var outcome = OpenLoop.run(step, requests, _ -> {});
            tell(step, time, outcome);
            if (outcome.right() >= REACHED * outcome.due()) {
                return;
            }
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
