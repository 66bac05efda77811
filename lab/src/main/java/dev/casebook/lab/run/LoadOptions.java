package dev.casebook.lab.run;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.Plan;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
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
            names = "--connections",
            defaultValue = "1024",
            description = "the most that are open at once (default ${DEFAULT-VALUE})")
    private int connections;

    @Option(
            names = "--timeout",
            defaultValue = "10",
            description = "seconds after which an unanswered request is an error (default ${DEFAULT-VALUE})")
    private int timeout;

    @Option(
            names = "--url",
            defaultValue = "http://127.0.0.1:${env:CASEBOOK_PORT:-8080}",
            description = "the gateway, on this machine (default ${DEFAULT-VALUE})")
    private URI url;

    @Option(
            names = "--out",
            defaultValue = ".casebook/reports",
            description = "folder of the reports (default ${DEFAULT-VALUE})")
    private Path out;

    @Option(
            names = "--running",
            defaultValue = ".casebook/run",
            description = "where the launcher records what runs (default ${DEFAULT-VALUE})")
    private Path running;

    /** @throws CannotRunException when the target is not on this machine, or a number makes no sense */
    public Plan plan() {
        return plan(url, rate);
    }

    /** The same at another rate. */
    public Plan plan(int rate) {
        return plan(url, rate);
    }

    /** The same for another target. */
    public Plan plan(URI target) {
        return plan(target, rate);
    }

    private Plan plan(URI target, int rate) {
        try {
            return new Plan(
                    address(target),
                    rate,
                    Duration.ofSeconds(warmup),
                    Duration.ofSeconds(seconds),
                    Duration.ofSeconds(timeout),
                    connections);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    private static InetSocketAddress address(URI target) {
        if (!"http".equals(target.getScheme()) || target.getHost() == null || target.getPort() < 0) {
            throw new CannotRunException("%s is not of the form http://127.0.0.1:8080".formatted(target));
        }
        return new InetSocketAddress(target.getHost(), target.getPort());
    }

    public Duration warmup() {
        return Duration.ofSeconds(warmup);
    }

    public URI url() {
        return url;
    }

    public Path out() {
        return out;
    }

    public Path running() {
        return running;
    }
}
