package dev.casebook.local.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Follows links at a steady rate, and knows what it sent and what came back. */
final class Traffic implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** @param at when the request was sent */
    record Failure(Instant at, String code, String what) {}

    private final URI gateway;
    private final List<String> codes;
    private final Map<String, AtomicLong> sent = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> redirected = new ConcurrentHashMap<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final AtomicLong slowestMillis = new AtomicLong();
    private final AtomicLong turn = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    Traffic(URI gateway, List<String> codes) {
        this.gateway = gateway;
        this.codes = codes;
    }

    Traffic start(int perSecond) {
        clock.scheduleAtFixedRate(() -> clients.execute(this::follow), 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        return this;
    }

    private void follow() {
        var code = codes.get((int) (turn.getAndIncrement() % codes.size()));
        var at = Instant.now();
        count(sent, code);
        try {
            var answer = Http.get(gateway.resolve("/s/" + code), PATIENCE);
            if (answer.status() == 302) {
                count(redirected, code);
                slowestMillis.accumulateAndGet(
                        Duration.between(at, Instant.now()).toMillis(), Math::max);
            } else {
                failures.add(new Failure(at, code, "answered %d %s".formatted(answer.status(), answer.body())));
            }
        } catch (IOException e) {
            failures.add(new Failure(at, code, e.toString()));
        }
    }

    private static void count(Map<String, AtomicLong> counts, String code) {
        counts.computeIfAbsent(code, _ -> new AtomicLong()).incrementAndGet();
    }

    long sent(String code) {
        return sent.getOrDefault(code, new AtomicLong()).get();
    }

    /** The 302s that arrived. */
    long redirected(String code) {
        return redirected.getOrDefault(code, new AtomicLong()).get();
    }

    long redirected() {
        return redirected.values().stream().mapToLong(AtomicLong::get).sum();
    }

    List<Failure> failures() {
        return List.copyOf(failures);
    }

    /** Of the requests sent since then. */
    List<Failure> failuresSince(Instant since) {
        return failures.stream()
                .filter(failure -> !failure.at().isBefore(since))
                .toList();
    }

    long slowestMillis() {
        return slowestMillis.get();
    }

    /** Sends no more and waits for what is under way. */
    @Override
    public void close() {
        clock.shutdown();
        clients.close();
        clock.close();
    }
}
