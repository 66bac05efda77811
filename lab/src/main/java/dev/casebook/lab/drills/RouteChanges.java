package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.machine.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Rewrites the gateway's route file, again as soon as what became of the last change has shown: one in three has a mistake, and of the others every
 * second one has no routes for streams.
 */
final class RouteChanges implements AutoCloseable {

    /** Of the header in which each answer says which file it is by. */
    private static final String MARK = "X-Table";

    private static final String TABLE = """
            upstream: service
            policy: { balancing: %s, shedding: false }
            routes:
              - { id: drill, path: /drill, methods: [GET], auth: none, responseHeaders: { set: { %s: "%d" } } }
            """;

    private static final String STREAMS = """
              - { id: events, path: /events, methods: [GET], auth: none, upstream: streams }
              - { id: download, path: /download, methods: [GET], auth: none, upstream: streams }
              - { id: ready, path: /ready, methods: [GET], auth: none, upstream: streams }
              - { id: socket, path: /socket, methods: [GET], auth: none, upstream: streams, webSocket: true }
            """;

    private static final List<String> BALANCING = List.of("round_robin", "least_requests", "ewma");

    /** A field with a value that it cannot have, a route that is there twice, and what is not YAML. */
    private static final List<String> MISTAKES = List.of(
            "  - { id: wrong, path: /wrong, methods: [GET], auth: none, rewrite: nowhere }\n",
            "  - { id: twice, path: /drill, methods: [GET], auth: none }\n",
            "  - { id: [\n");

    private static final int EACH = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int OK = 200;

    private final Path file;
    private final URI gateway;
    private final int management;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private Future<?> changing = CompletableFuture.completedFuture(null);
    private volatile ChangeCount count = ChangeCount.NONE;
    private volatile boolean ended;
    private int table;

    /**
     * @param file of the routes
     * @param port of the gateway
     * @param management its port for metrics
     */
    RouteChanges(Path file, int port, int management) {
        this.file = file;
        this.gateway = URI.create("http://127.0.0.1:%d/drill".formatted(port));
        this.management = management;
    }

    /** What the gateway begins with. */
    static String first() {
        return table(0) + STREAMS;
    }

    private static String table(int number) {
        return TABLE.formatted(BALANCING.get(number % BALANCING.size()), MARK, number);
    }

    void start() {
        var task = new FutureTask<>(this::change, null);
        Thread.ofVirtual().name("routes").start(task);
        changing = task;
    }

    /** No change begins any more. */
    void end() {
        ended = true;
    }

    ChangeCount count() {
        return count;
    }

    private void change() {
        try {
            for (int change = 1; !ended; change++) {
                if (change % EACH == 0) {
                    mistake(MISTAKES.get(change / EACH % MISTAKES.size()));
                } else {
                    next();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() throws IOException, InterruptedException {
        table++;
        Files.writeString(file, table(table) + (table % 2 == 0 ? STREAMS : ""));
        boolean applied = await(() -> isAnswering(table) && !isRefused());
        count = count.plusValid(applied);
    }

    private void mistake(String mistake) throws IOException, InterruptedException {
        Files.writeString(file, table(table + 1) + mistake);
        boolean refused = await(this::isRefused) && isAnswering(table);
        count = count.plusWrong(refused);
    }

    @FunctionalInterface
    private interface Look {
        boolean found() throws InterruptedException;
    }

    private static boolean await(Look look) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!look.found()) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
        return true;
    }

    private boolean isRefused() throws InterruptedException {
        return Metrics.at(management).sum("gateway_routes_refused") > 0;
    }

    /** Whether requests are answered by this table now. */
    private boolean isAnswering(int number) throws InterruptedException {
        try {
            var answer = client.send(
                    HttpRequest.newBuilder(gateway).timeout(PATIENCE).build(), BodyHandlers.discarding());
            if (answer.statusCode() == OK) {
                return answer.headers().firstValue(MARK).equals(Optional.of(Integer.toString(number)));
            }
        } catch (IOException e) {
            // Counted as any wrong answer.
        }
        count = count.plusFailed();
        return false;
    }

    /** Waits until what has begun is brought to its end. */
    @Override
    public void close() throws InterruptedException {
        end();
        try {
            changing.get();
        } catch (ExecutionException e) {
            throw new CannotRunException("the routes are not changed any more: " + e.getCause(), e);
        } finally {
            client.shutdownNow();
        }
    }
}
