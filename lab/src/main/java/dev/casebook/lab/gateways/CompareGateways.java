package dev.casebook.lab.gateways;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./casebook compare gateways} */
@Command(
        name = "gateways",
        description =
                "Our gateway beside nginx, haproxy and Spring Cloud Gateway, as far as they are on this machine: how each takes requests that are not as they should be,"
                        + " and, in rounds, what a request costs each at a held rate.")
public final class CompareGateways implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final int OK = 200;

    @Mixin
    private Help help;

    @Option(names = "--rate", defaultValue = "2000", description = "requests per second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "measured time of a round at a gateway (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            description = "seconds before that in which nothing counts (default ${DEFAULT-VALUE})")
    private int warmup;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "at each gateway; 0: the cases alone (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--spring", description = "Spring Cloud Gateway too, which is built from Maven Central first")
    private boolean spring;

    @Option(
            names = "--out",
            defaultValue = ".casebook/reports",
            description = "folder of the pages (default ${DEFAULT-VALUE})")
    private Path out;

    @Option(names = "--service", required = true, description = "quarkus-run.jar of the rate limiter")
    private Path limiterJar;

    @Spec
    private CommandSpec spec;

    private final LimiterBeside.Start limiters;

    public CompareGateways(LimiterBeside.Start limiters) {
        this.limiters = limiters;
    }

    /** @return 0 when our gateway took every case as it should */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        var matrix = cases();
        show("gateways-cases.html", matrix.page());
        if (rounds > 0) {
            costs().ifPresent(comparison -> {
                show("gateways-costs.html", comparison.costs().page(rate));
                show("gateways-latency.html", comparison.added().page());
                comparison.bars().forEach(this::say);
            });
        }
        return matrix.right(0) == matrix.cases().size() ? 0 : 1;
    }

    private Matrix cases() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("gateways");
        try (var origin = new Origin(HttpCases.ANSWERS)) {
            var contenders = new Contenders(folder, spring).start(origin.port());
            try {
                awaitAnswers(contenders);
                var ports = new LinkedHashMap<String, Integer>();
                contenders.forEach(each -> ports.put(each.name(), each.port()));
                return Matrix.of(ports, origin);
            } finally {
                contenders.forEach(Contender::close);
                Folders.delete(folder);
            }
        }
    }

    private static void awaitAnswers(List<Contender> contenders) throws IOException, InterruptedException {
        for (var each : contenders) {
            long start = System.nanoTime();
            while (new Client(each.port())
                            .send("GET /open/a HTTP/1.1\r\nHost: front.test\r\n\r\n", "")
                            .status()
                    != OK) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new CannotRunException(each.name() + " does not find the service behind it");
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    private Optional<CostComparison> costs() throws IOException, InterruptedException {
        var program = Contenders.program("nginx");
        if (program.isEmpty()) {
            say("casebook: no costs: they need nginx as the service behind the gateways, and found none in PATH");
            return Optional.empty();
        }
        var folder = Files.createTempDirectory("gateways");
        int port = Contender.freePort();
        try (var service = Contenders.service(folder, program.get(), port)) {
            var starting = new Contenders(folder, spring);
            var contenders = starting.start(port);
            try (var limiter = limiters.start(folder.resolve("limiter"), limiterJar, Contenders.RULES);
                    var withAll = starting.withAll(port, limiter)) {
                awaitAnswers(contenders);
                awaitAnswers(List.of(withAll.gateway()));
                var times = new CostComparison.Times(rate, seconds, warmup, rounds);
                var comparison = new CostComparison(service, contenders, withAll, times, this::say);
                comparison.run();
                return Optional.of(comparison);
            } finally {
                contenders.forEach(Contender::close);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private void show(String file, TablePage page) {
        try {
            Files.writeString(out.resolve(file), page.html());
        } catch (IOException e) {
            throw new CannotRunException("cannot write %s: %s".formatted(out.resolve(file), e.getMessage()), e);
        }
        say(page.text());
        say("page   " + out.resolve(file) + "\n");
    }

    private void say(String text) {
        PrintWriter terminal = spec.commandLine().getOut();
        terminal.println(text);
        terminal.flush();
    }
}
