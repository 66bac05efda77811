package dev.casebook.lab.redirects;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.run.LoadOptions;
import dev.casebook.lab.run.LoadRun;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** People follow short links: seeded links, few of them popular, through the gateway; every 302 must be counted once. */
@Command(
        name = "redirects",
        description = "Follows short links through the gateway, and checks that each click is counted once.")
public final class Redirects implements Callable<Integer> {

    private static final String SERVICE = "url-shortener";
    private static final int FOUND = 302;

    @Mixin
    private Help help;

    @Mixin
    private LoadOptions load;

    @Option(
            names = "--links",
            defaultValue = "10000",
            description = "how many links are followed (default ${DEFAULT-VALUE})")
    private int links;

    @Option(
            names = "--zipf",
            defaultValue = "1.0",
            description = "how unequally: 0 is all alike (default ${DEFAULT-VALUE})")
    private double exponent;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of the random choice of links (default ${DEFAULT-VALUE})")
    private long seed;

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

    @Override
    public Integer call() throws IOException, InterruptedException {
        var plan = load.plan(FOUND);
        var out = spec.commandLine().getOut();
        try (var gateway = new Gateway(load.url())) {
            var token = gateway.token();
            var seeds = codes(token);
            var codes = seeds.subList(0, links);
            var ledger = new Ledger(gateway, codes, Duration.ofSeconds(settle));
            long before = ledger.total();
            out.println("%,d links are seeded, with %,d clicks so far.".formatted(codes.size(), before));
            var command = "./casebook "
                    + String.join(
                            " ", spec.root().commandLine().getParseResult().originalArgs());
            var lag = new LagProbe(gateway, seeds.getLast(), token);
            if (lagEvery > 0) {
                lag.start(load.warmup(), Duration.ofSeconds(lagEvery));
            }
            boolean passed = new LoadRun("redirects", command, plan, load, out, Clock.systemUTC())
                    .run(
                            requests(codes, load.url()),
                            Map.of("links", "%,d, Zipf exponent %s, seed %d".formatted(links, exponent, seed)),
                            outcome -> settle(ledger, before, outcome, lag));
            return passed ? 0 : 1;
        }
    }

    private List<String> codes(String token) throws IOException {
        var instance = Stack.load(load.stack()).service(SERVICE).instance(0);
        try (var client = new LinksClient("127.0.0.1", instance.port(), token)) {
            // One more, for the lag of clicks.
            return new Seeds(load.out().resolve("redirects.seeds"), client).codes(links + 1);
        }
    }

    /** Every request is laid out before the run: choosing one is all that its turn costs. */
    private Supplier<byte[]> requests(List<String> codes, URI url) {
        var zipf = new Zipf(codes.size(), exponent, new SplittableRandom(seed));
        var requests = codes.stream().map(code -> request(code, url)).toArray(byte[][]::new);
        return () -> requests[zipf.next()];
    }

    private static byte[] request(String code, URI url) {
        return "GET /s/%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: casebook-lab\r\n\r\n"
                .formatted(code, url.getAuthority())
                .getBytes(StandardCharsets.US_ASCII);
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
