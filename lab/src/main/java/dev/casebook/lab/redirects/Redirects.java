package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.machine.Gateway;
import dev.casebook.lab.machine.RunningOptions;
import dev.casebook.lab.machine.Servers;
import dev.casebook.lab.machine.StackOptions;
import dev.casebook.lab.report.CurvePage;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.run.LoadOptions;
import dev.casebook.lab.run.LoadRun;
import dev.casebook.stack.Instance;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** People follow short links: seeded links, few of them popular, through the gateway; every 302 must be counted once. */
@Command(
        name = "redirects",
        description = {
            "Follows short links through the gateway, and checks that each click is counted once.",
            "Links that are missing are made by the url-shortener itself, through gRPC BatchCreate, and kept for later runs; a seeding that was cut off goes"
                    + " on where it ended. It begins only if the disk has room for them."
        })
public final class Redirects implements Callable<Integer> {

    private static final String SERVICE = "url-shortener";
    /** Requests drawn for getting warm, which has no number. */
    private static final int WARMING = 100_000;

    @Mixin
    private Help help;

    @Mixin
    private LoadOptions load;

    @Mixin
    private LinkOptions links;

    @Mixin
    private RunningOptions running;

    @Mixin
    private StackOptions stack;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of the random choice of links, then one more a round (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--creations",
            defaultValue = "0",
            description =
                    "redirects for each link that is created meanwhile, 100 for 100:1; both count towards the rate; 0 creates none"
                            + " (default ${DEFAULT-VALUE})")
    private int redirectsPerCreation;

    @Option(
            names = "--curve",
            split = ",",
            paramLabel = "RATE",
            description =
                    "instead of one rate: these, one after the other, until requests go wrong or p99 is beyond the knee; latency against rate is drawn")
    private List<Integer> curve = List.of();

    @Option(
            names = "--knee",
            defaultValue = "100",
            description = "milliseconds of p99 with which a curve ends (default ${DEFAULT-VALUE})")
    private int knee;

    @Option(
            names = "--control",
            description =
                    "another server on this machine that answers GET /s/… with 302, loaded before each round of the stack; check redirects-knee starts one")
    private URI control;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of the control and the stack in turn, with --control (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--settle",
            defaultValue = "30",
            description = "seconds to wait until all clicks are counted (default ${DEFAULT-VALUE})")
    private int settle;

    @Option(
            names = "--lag-every",
            defaultValue = "1",
            description =
                    "seconds between clicks on a further link whose way into the statistics is timed; 0 times none"
                            + " (default ${DEFAULT-VALUE})")
    private int lagEvery;

    @Spec
    private CommandSpec spec;

    private Servers servers;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = load.plan(running.url());
        var out = spec.commandLine().getOut();
        try (var gateway = new Gateway(running.url())) {
            var token = gateway.token();
            var topology = Stack.load(stack.stack());
            servers = new Servers(topology, stack.secrets());
            var instance = topology.service(SERVICE).instance(0);
            var seeds = links.codes(servers, count -> made(count, instance, token));
            // Another choice than the load's: the same would meet what it knows for a while, and then much that is new
            // at once.
            load.warming(out).before(plan, traffic(seeds, seed - 1, WARMING, token));
            if (control != null) {
                return rounds(gateway, instance, seeds) ? 0 : 1;
            }
            if (curve.isEmpty()) {
                return run(plan, gateway, instance, seeds).passed() ? 0 : 1;
            }
            var page = new CurvePage(command(), runs(gateway, instance, seeds));
            var folder = ReportFolder.create(running.out(), Instant.now(), "redirects-curve");
            out.println();
            out.println(page.text());
            out.println("curve    " + page.write(folder));
            out.flush();
            return 0;
        }
    }

    private boolean rounds(Gateway gateway, Instance instance, List<String> seeds)
            throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var plan = load.plan(running.url());
        var results = new Rounds(new Bar(plan.rate(), plan.measured(), links.count(), redirectsPerCreation));
        for (int round = 1; round <= rounds; round++, seed++) {
            out.println("Round %d of %d: the control, then the stack.".formatted(round, rounds));
            out.flush();
            results.add(Control.run(control, load.plan(control)), run(plan, gateway, instance, seeds));
        }
        out.println();
        out.println(results.text());
        out.flush();
        return results.passed();
    }

    /** Up to the first rate at which requests went wrong or p99 is beyond the knee: behind it there is nothing to learn. */
    private List<Result> runs(Gateway gateway, Instance instance, List<String> seeds)
            throws IOException, InterruptedException {
        var runs = new ArrayList<Result>();
        for (int rate : curve) {
            var run = run(load.plan(running.url(), rate), gateway, instance, seeds);
            runs.add(run);
            seed++;
            if (!run.errors().isEmpty() || run.latency().p99() > knee) {
                break;
            }
        }
        return runs;
    }

    private Result run(Plan plan, Gateway gateway, Instance instance, List<String> seeds)
            throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var token = gateway.token();
        var traffic = traffic(seeds, seed, plan.requests(), token);
        var marker = new Marker(gateway, seeds.getLast());
        var ledger = new Ledger(servers, marker, traffic.followed(), Duration.ofSeconds(settle));
        long before = ledger.before();
        out.println("%,d links are there; the %,d that will be followed have %,d clicks so far."
                .formatted(links.count(), traffic.followed().size(), before));
        var lag = new LagProbe(marker, token);
        if (lagEvery > 0) {
            lag.start(load.warmup(), Duration.ofSeconds(lagEvery));
        }
        var answers = new Answers(instance);
        answers.start();
        return new LoadRun("redirects", command(), plan, running, out, Clock.systemUTC())
                .run(traffic, () -> details(answers), outcome -> settle(ledger, before, outcome, lag));
    }

    private Traffic traffic(List<String> seeds, long choice, long requests, String token) {
        var codes = seeds.subList(0, links.count());
        return new Traffic(codes, links.zipf(choice), requests, redirectsPerCreation, running.url(), token);
    }

    private String command() {
        return "./casebook "
                + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    }

    private List<String> made(int count, Instance instance, String token) throws IOException, InterruptedException {
        try (var client = new LinksClient("127.0.0.1", instance.port(), token)) {
            var file = running.out().resolve("redirects.seeds");
            return new Seeds(file, client, spec.commandLine().getOut()).codes(count);
        }
    }

    private Map<String, String> details(Answers answers) {
        var details = new LinkedHashMap<String, String>();
        details.put("links", links.text(seed));
        details.put(
                "creations", redirectsPerCreation == 0 ? "none" : "1 for %d redirects".formatted(redirectsPerCreation));
        details.put("known by", answers.shares() + ", warm-up included");
        return details;
    }

    private static Optional<Result.Ledger> settle(Ledger ledger, long before, Outcome outcome, LagProbe lag) {
        try {
            return Optional.of(ledger.settle(before, outcome, lag.stop()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotRunException("interrupted while the clicks were counted", e);
        }
    }
}
