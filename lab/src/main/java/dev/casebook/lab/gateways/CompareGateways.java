package dev.casebook.lab.gateways;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import dev.casebook.lab.machine.ProcessTree;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 256;
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

    @Spec
    private CommandSpec spec;

    /** @return 0 when our gateway took every case as it should */
    @Override
    public Integer call() throws IOException, InterruptedException {
        Files.createDirectories(out);
        var matrix = cases();
        show("gateways-cases.html", matrix.page());
        if (rounds > 0) {
            costs().ifPresent(costs -> {
                show("gateways-costs.html", costs.page(rate));
                costs.bars().forEach(this::say);
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

    private Optional<Costs> costs() throws IOException, InterruptedException {
        var program = Contenders.program("nginx");
        if (program.isEmpty()) {
            say("casebook: no costs: they need nginx as the service behind the gateways, and found none in PATH");
            return Optional.empty();
        }
        var folder = Files.createTempDirectory("gateways");
        int port = Contenders.freePort();
        try (var origin = Contenders.service(folder, program.get(), port)) {
            var contenders = new Contenders(folder, spring).start(port);
            try {
                awaitAnswers(contenders);
                return Optional.of(costs(origin, contenders));
            } finally {
                contenders.forEach(Contender::close);
            }
        } finally {
            Folders.delete(folder);
        }
    }

    private record Entrant(String name, int port, String path, String fields, Optional<ProcessTree> gateway) {}

    private Costs costs(Contender origin, List<Contender> contenders) throws IOException, InterruptedException {
        var entrants = new ArrayList<Entrant>();
        entrants.add(new Entrant(Costs.DIRECT, origin.port(), "/open/a", "", Optional.empty()));
        for (var each : contenders) {
            entrants.add(new Entrant(
                    each.name(), each.port(), "/open/a", "", Optional.of(new ProcessTree(each.component()))));
        }
        var ours = contenders.getFirst();
        entrants.add(new Entrant(
                Costs.OURS_WITH_JWT,
                ours.port(),
                "/jwt/a",
                "Authorization: Bearer %s\r\n".formatted(token(ours)),
                Optional.of(new ProcessTree(ours.component()))));
        var costs = new Costs();
        for (int round = 1; round <= rounds; round++) {
            for (var each : entrants) {
                var cost = Cost.of(plan(each.port()), request(each), each.gateway());
                costs.add(each.name(), cost);
                say("round %d of %d  %-14s %s".formatted(round, rounds, each.name(), cost));
            }
        }
        return costs;
    }

    private Plan plan(int port) {
        try {
            return new Plan(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    rate,
                    Duration.ofSeconds(warmup),
                    Duration.ofSeconds(seconds),
                    TIMEOUT,
                    CONNECTIONS);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    private static Request request(Entrant entrant) {
        var text = "GET %s HTTP/1.1\r\nHost: front.test\r\nUser-Agent: casebook-lab\r\n%s\r\n"
                .formatted(entrant.path(), entrant.fields());
        return new Request(Head.bytes(text), OK, false);
    }

    private static String token(Contender ours) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:%d/auth/token".formatted(ours.port())))
                    .header("Content-Type", "application/json")
                    .timeout(TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.ofString("{\"subject\": \"lab\"}"))
                    .build();
            var body =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new ObjectMapper().readTree(body).required("access_token").asText();
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
