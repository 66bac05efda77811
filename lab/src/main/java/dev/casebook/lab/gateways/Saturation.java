package dev.casebook.lab.gateways;

import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Second;
import java.util.ArrayList;

/** How many requests a second a gateway answers when it is asked for more than it can. */
final class Saturation {

    /** At which a cold gateway, or service, gets warm. */
    private static final int WARMING_RATE = 1000;

    private static final int WARMING_SECONDS = 20;

    private static final int FIRST_RATE = 2000;
    private static final int LAST_RATE = 64_000;
    private static final int WARMUP_SECONDS = 1;
    private static final int SECONDS = 3;

    /** What is not taken once may be taken the next time, when the machine has nothing else to do. */
    private static final int ATTEMPTS = 2;

    /** Of the requests of a second, those that must have their answers in it; of the others some are always on their way. */
    private static final double TAKEN = 0.98;

    private Saturation() {}

    /**
     * Doubles the rate until it is too high.
     *
     * @return right answers a second, at the rate with most of them
     */
    static long of(Entrant entrant) throws InterruptedException {
        OpenLoop.run(entrant.plan(WARMING_RATE, WARMING_SECONDS, 1), entrant::request, _ -> {});
        long most = 0;
        boolean taken = true;
        for (int rate = FIRST_RATE; taken && rate <= LAST_RATE; rate *= 2) {
            taken = false;
            for (int attempt = 0; !taken && attempt < ATTEMPTS; attempt++) {
                var seconds = new ArrayList<Second>();
                var outcome = OpenLoop.run(entrant.plan(rate, WARMUP_SECONDS, SECONDS), entrant::request, seconds::add);
                long answered = answered(seconds);
                most = Math.max(most, answered);
                taken = answered >= TAKEN * rate && outcome.failed() == 0;
            }
        }
        return most;
    }

    /** Not what was answered to requests that waited until the end. */
    private static long answered(Iterable<Second> seconds) {
        long sum = 0;
        for (var each : seconds) {
            if (each.index() >= 0 && each.index() < SECONDS) {
                sum += each.answered();
            }
        }
        return sum / SECONDS;
    }
}
