package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Plan;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One load of the server that we compare with.
 *
 * @param held whether the rate was held and every answer was right
 * @param perSecond right answers in the measured time
 */
record Control(double p99Millis, boolean held, double perSecond) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final double MICROS_IN_MILLI = 1e3;

    /** @throws CannotRunException when nobody listens */
    static Control run(URI url, Plan plan) throws InterruptedException {
        await(url);
        var request = Traffic.redirect("control", url);
        var answered = new AtomicLong();
        long seconds = plan.measured().toSeconds();
        var outcome = OpenLoop.run(plan, () -> request, second -> {
            if (second.index() >= 0 && second.index() < seconds) {
                answered.addAndGet(second.answered());
            }
        });
        return of(outcome, (double) answered.get() / seconds);
    }

    static Control of(Outcome outcome, double perSecond) {
        return new Control(
                outcome.latency().getValueAtPercentile(99) / MICROS_IN_MILLI,
                outcome.held() && outcome.failed() == 0,
                perSecond);
    }

    /** It may just have been started. */
    private static void await(URI url) throws InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try (var socket = new Socket(url.getHost(), url.getPort())) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new CannotRunException(
                            "the control %s does not answer: %s".formatted(url, e.getMessage()), e);
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }
}
