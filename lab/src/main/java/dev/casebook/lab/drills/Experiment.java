package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.gateways.Contender;
import dev.casebook.lab.gateways.Folders;
import dev.casebook.lab.gateways.Head;
import dev.casebook.lab.gateways.OurGateway;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import dev.casebook.lab.load.Second;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One setup of a drill: a gateway, two instances behind it, load at a held rate, and the fault in the middle third. */
final class Experiment {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final Duration WARMUP = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 512;
    private static final int OK = 200;

    private static final String ROUTES = """
            upstream: service
            %s
            routes:
              - { id: drill, path: /drill, methods: [GET], auth: none, timeouts: { response: 1s } }
            """;

    static final Request REQUEST =
            new Request(Head.bytes("GET /drill HTTP/1.1\r\nHost: drill.test\r\n\r\n"), OK, false);

    private final Setup setup;
    private final int rate;
    private final int seconds;
    private final Consumer<Row> watcher;
    private final List<Instance> instances;
    private final Limiter limiter = new Limiter();
    private final List<Row> rows = new ArrayList<>();
    private final long[] asked = new long[Setup.INSTANCES];
    private long limited;

    /**
     * @param seconds of each phase
     * @param watcher gets each row as it is made
     */
    Experiment(Setup setup, int rate, int seconds, Consumer<Row> watcher) {
        this.setup = setup;
        this.rate = rate;
        this.seconds = seconds;
        this.watcher = watcher;
        this.instances = IntStream.range(0, Setup.INSTANCES)
                .mapToObj(_ -> new Instance())
                .toList();
    }

    Observation run() throws IOException, InterruptedException {
        var folder = Files.createTempDirectory("drill");
        var upstreams = "service=%s,%s;rate-limiter=%s"
                .formatted(instances.getFirst().address(), instances.getLast().address(), limiter.address());
        try (var gateway = OurGateway.start(folder, upstreams, ROUTES.formatted(setup.policy()), setup.settings())) {
            awaitAnswer(gateway, "/drill");
            var outcome = OpenLoop.run(plan(gateway, rate, 3 * seconds), () -> REQUEST, this::ended);
            return new Observation(setup, List.copyOf(rows), outcome.errors());
        } finally {
            instances.forEach(Instance::close);
            limiter.close();
            Folders.delete(folder);
        }
    }

    static Plan plan(Contender gateway, int rate, int seconds) {
        try {
            var target = new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port());
            return new Plan(target, rate, WARMUP, Duration.ofSeconds(seconds), TIMEOUT, CONNECTIONS);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException(e.getMessage(), e);
        }
    }

    private void ended(Second ended) {
        note(ended);
        int next = ended.index() + 1;
        if (next >= 0) {
            boolean fault = Phase.of(next, seconds) == Phase.FAULT;
            for (int i = 0; i < Setup.INSTANCES; i++) {
                instances.get(i).become(fault ? setup.faults().of(i, next - seconds) : Fault.NONE);
            }
            limiter.become(fault ? setup.faults().of(Setup.LIMITER, next - seconds) : Fault.NONE);
        }
    }

    private void note(Second ended) {
        var now = new ArrayList<Long>();
        for (int i = 0; i < Setup.INSTANCES; i++) {
            long total = instances.get(i).asked();
            now.add(total - asked[i]);
            asked[i] = total;
        }
        long answered = limiter.answered();
        long questions = answered - limited;
        limited = answered;
        if (ended.index() >= 0 && ended.index() < 3 * seconds) {
            var row = new Row(
                    ended.index(),
                    Phase.of(ended.index(), seconds),
                    ended.sent(),
                    ended.answered(),
                    ended.failed(),
                    ended.millis(50),
                    ended.millis(99),
                    List.copyOf(now),
                    questions);
            rows.add(row);
            watcher.accept(row);
        }
    }

    static void awaitAnswer(Contender gateway, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(gateway.port(), path)))
                .timeout(TIMEOUT)
                .build();
        long start = System.nanoTime();
        try (var client = HttpClient.newHttpClient()) {
            while (client.send(request, BodyHandlers.discarding()).statusCode() != OK) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new CannotRunException("the gateway does not find the service behind it");
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }
}
