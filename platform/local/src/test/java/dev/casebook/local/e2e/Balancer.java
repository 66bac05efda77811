package dev.casebook.local.e2e;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What stands before several gateways: keeps connections to each, asks them again and again whether they are ready, and leaves one that is not, or
 * that ends a connection with its answer. It never sends a request twice.
 */
final class Balancer implements AutoCloseable {

    private static final Duration CHECK = Duration.ofMillis(200);
    private static final int CONNECTIONS = 8;

    /** A gateway, as the balancer sees it. */
    static final class Backend {

        private final URI address;
        private final URI readiness;
        private final AtomicInteger answered = new AtomicInteger();
        /** How often it was found not ready: connections from before are not used again. */
        private final AtomicInteger away = new AtomicInteger();

        private volatile boolean ready;

        Backend(int port, int managementPort) {
            this.address = URI.create("http://127.0.0.1:" + port);
            this.readiness = URI.create("http://127.0.0.1:%d/q/health/ready".formatted(managementPort));
        }

        private void check() {
            boolean found = isReady();
            if (!found && ready) {
                away.incrementAndGet();
            }
            ready = found;
        }

        private boolean isReady() {
            try {
                return Http.get(readiness, Duration.ofSeconds(1)).status() == 200;
            } catch (IOException nobodyThere) {
                return false;
            }
        }

        int answered() {
            return answered.get();
        }

        int timesAway() {
            return away.get();
        }
    }

    private record Link(KeptConnection connection, int away) {}

    private final List<Backend> backends;
    private final List<String> paths;
    private final Semaphore due = new Semaphore(0);
    private final AtomicInteger turn = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(3);
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /** @param paths that are to redirect */
    Balancer(List<Backend> backends, List<String> paths) {
        this.backends = backends;
        this.paths = paths;
    }

    Balancer start(int perSecond) {
        backends.forEach(backend -> {
            backend.check();
            clock.scheduleWithFixedDelay(backend::check, 0, CHECK.toMillis(), TimeUnit.MILLISECONDS);
        });
        clock.scheduleAtFixedRate(due::release, 0, 1_000_000 / perSecond, TimeUnit.MICROSECONDS);
        IntStream.range(0, CONNECTIONS).forEach(worker -> workers.execute(this::work));
        return this;
    }

    private void work() {
        var links = new HashMap<Backend, Link>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                due.acquire();
                request(links);
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        } finally {
            links.values().forEach(link -> link.connection().close());
        }
    }

    private void request(Map<Backend, Link> links) {
        links.entrySet().removeIf(entry -> isStale(entry.getKey(), entry.getValue()));
        int number = turn.getAndIncrement();
        for (int i = 0; i < backends.size(); i++) {
            var backend = backends.get((number + i) % backends.size());
            var link = backend.ready ? link(backend, links) : Optional.<Link>empty();
            if (link.isPresent()) {
                follow(paths.get(number % paths.size()), backend, link.get(), links);
                return;
            }
        }
        failures.add("no gateway takes connections");
    }

    private static boolean isStale(Backend backend, Link link) {
        boolean stale = !backend.ready || link.away() != backend.timesAway();
        if (stale) {
            link.connection().close();
        }
        return stale;
    }

    /** Empty when the backend refuses: nothing was sent yet, so another may be asked. */
    private static Optional<Link> link(Backend backend, Map<Backend, Link> links) {
        var known = links.get(backend);
        if (known != null) {
            return Optional.of(known);
        }
        try {
            var link = new Link(new KeptConnection(backend.address), backend.timesAway());
            links.put(backend, link);
            return Optional.of(link);
        } catch (IOException refused) {
            return Optional.empty();
        }
    }

    private void follow(String path, Backend backend, Link link, Map<Backend, Link> links) {
        try {
            var answer = link.connection().get(path);
            backend.answered.incrementAndGet();
            if (answer.status() != 302) {
                failures.add("%s answered %d".formatted(backend.address, answer.status()));
            }
            if (!"close".equalsIgnoreCase(answer.headers().get("connection"))) {
                return;
            }
        } catch (IOException e) {
            failures.add("%s: %s".formatted(backend.address, e));
        }
        links.remove(backend);
        link.connection().close();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdownNow();
        workers.close();
        clock.close();
    }
}
