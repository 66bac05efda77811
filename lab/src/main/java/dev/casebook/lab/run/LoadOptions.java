package dev.casebook.lab.run;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.machine.RunningOptions;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import picocli.CommandLine.Option;

/** What every load scenario can be told. */
public final class LoadOptions {

    @Option(names = "--rate", defaultValue = "2000", description = "requests per second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", description = "measured time (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            description =
                    "seconds before anything counts; the rate rises over the first half (default ${DEFAULT-VALUE})")
    private int warmup;

    @Option(
            names = "--warming",
            defaultValue = "120",
            description =
                    "seconds before all that, at most, in which few requests at a time let a cold target get warm; 0: none (default ${DEFAULT-VALUE})")
    private int warming;

    @Option(
            names = "--connections",
            defaultValue = "1024",
            description = "the most that are open at once (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--timeout",
            defaultValue = "10",
            description = "seconds after which an unanswered request is an error (default ${DEFAULT-VALUE})")
    private int timeout;

    /** @throws CannotRunException when the target is not on this machine, or a number makes no sense */
    public Plan plan(URI target) {
        return plan(target, rate);
    }

    /** The same at another rate. */
    public Plan plan(URI target, int rate) {
        try {
            return new Plan(
                    RunningOptions.address(target),
                    rate,
                    Duration.ofSeconds(warmup),
                    Duration.ofSeconds(seconds),
                    Duration.ofSeconds(timeout),
                    connections);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    public Warming warming(PrintWriter out) {
        return new Warming(out, Duration.ofSeconds(warming));
    }

    public Duration warmup() {
        return Duration.ofSeconds(warmup);
    }
}
