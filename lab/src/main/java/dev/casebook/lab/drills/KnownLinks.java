package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import dev.casebook.lab.load.Second;
import dev.casebook.lab.machine.Component;
import dev.casebook.lab.machine.Gateway;
import dev.casebook.lab.machine.RunningOptions;
import dev.casebook.lab.machine.RunningStack;
import dev.casebook.lab.machine.StackOptions;
import dev.casebook.lab.redirects.LinksClient;
import dev.casebook.lab.redirects.Seeds;
import dev.casebook.lab.redirects.Traffic;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets the servers of the stack that runs stand still, one after the other and in pairs, while known links are followed. */
final class KnownLinks {

    static final String NAME = "known-links";

    static final String HYPOTHESIS =
            "Links that an instance knows redirect whatever stands still, Redis, PostgreSQL, Kafka or two of them: no redirect waits for what is known to be"
                    + " away, and clicks wait in the journal.";

    static final String INJECTION =
            "SIGSTOP to all processes of a server, which keeps its connections open and answers nothing; then SIGCONT. Each for as long as the other.";

    static final String WATCH =
            "/healthz, circuit breakers in the log of the url-shortener, shortener_journal_waiting; latency of redirects";

    private static final String SERVICE = "url-shortener";

    /** Few enough to be known after a second of warm-up. */
    private static final int LINKS = 200;

    private static final Duration WARMUP = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CONNECTIONS = 512;

    private final RunningOptions options;
    private final int rate;
    private final KnownLinksSeen seen;
    private final List<Component> running;

    KnownLinks(RunningOptions options, int rate, KnownLinksSeen seen) throws IOException {
        this.options = options;
        this.rate = rate;
        this.seen = seen;
        this.running = RunningStack.components(options.running());
    }

    void run(StackOptions stack, PrintWriter terminal) throws IOException, InterruptedException {
        KnownLinksSeen.FAULTS.stream().flatMap(List::stream).forEach(this::server);
        var requests = requests(stack, terminal);
        var sent = new int[1];
        try (var freezer = new Freezer();
                // Signals take a while, and the generator's thread has none.
                var signals = Executors.newSingleThreadExecutor()) {
            OpenLoop.run(
                    plan(), () -> requests.get(sent[0]++ % requests.size()), second -> ended(second, freezer, signals));
        }
    }

    private Plan plan() {
        try {
            var address = RunningOptions.address(options.url());
            return new Plan(address, rate, WARMUP, seen.duration(), TIMEOUT, CONNECTIONS);
        } catch (IllegalArgumentException e) {
            throw new CannotRunException("--url %s, --rate %d: %s".formatted(options.url(), rate, e.getMessage()), e);
        }
    }

    private List<Request> requests(StackOptions stack, PrintWriter terminal) throws IOException, InterruptedException {
        try (var gateway = new Gateway(options.url())) {
            var instance = Stack.load(stack.stack()).service(SERVICE).instance(0);
            try (var client = new LinksClient("127.0.0.1", instance.port(), gateway.token())) {
                var file = options.out().resolve("redirects.seeds");
                return new Seeds(file, client, terminal)
                        .codes(LINKS).stream()
                                .map(code -> Traffic.redirect(code, options.url()))
                                .toList();
            }
        }
    }

    private void ended(Second second, Freezer freezer, ExecutorService signals) {
        seen.note(second);
        var before = seen.fault(second.index());
        var next = seen.fault(second.index() + 1);
        if (!before.equals(next)) {
            signals.execute(() -> {
                freezer.thaw();
                freezer.freeze(next.stream().map(this::server).toList());
            });
        }
    }

    private Component server(String name) {
        return running.stream()
                .filter(component -> component.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CannotRunException("%s does not run; ./casebook up starts it".formatted(name)));
    }
}
