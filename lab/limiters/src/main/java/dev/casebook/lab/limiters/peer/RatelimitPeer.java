package dev.casebook.lab.limiters.peer;

import dev.casebook.lab.limiters.services.ServiceOptions;
import dev.casebook.lab.limiters.speed.SameLoad;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** envoyproxy/ratelimit and our rate limiter side by side. */
@Command(
        name = "ratelimit-peer",
        description =
                "Asks envoyproxy/ratelimit and the rate limiter the same, tells every difference, and then puts both under the same load, in turn.",
        mixinStandardHelpOptions = true)
public final class RatelimitPeer implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Option(names = "--program", required = true, description = "envoyproxy/ratelimit")
    private Path program;

    @Mixin
    private ServiceOptions service;

    @Option(
            names = "--requests",
            defaultValue = "10000",
            description = "how many to compare (default ${DEFAULT-VALUE})")
    private int requests;

    @Option(names = "--seed", defaultValue = "1", description = "of the random requests (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "of the load that follows, at each; 0: none (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "of a round (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "20",
            description = "seconds at each before the rounds (default ${DEFAULT-VALUE})")
    private int warmup;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var report = ReportFolder.create(service.reports(), Clock.systemUTC().instant(), "ratelimit-peer")
                .path();
        try (var pair = new Pair(
                Files.createTempDirectory("ratelimit-peer"),
                service.cache(),
                program.toAbsolutePath(),
                service.jar())) {
            pair.start();
            try (var theirs = new Side(pair.theirs().endpoint());
                    var ours = new Side(pair.ours().endpoint())) {
                var comparison = new Comparison(theirs, ours, pair::empty);
                var random = new RandomRequests(seed);
                for (int i = 0; i < requests; i += Comparison.BATCH) {
                    comparison.batch(random);
                }
                comparison.differences().stream().limit(SHOWN).forEach(out::print);
                if (!comparison.differences().isEmpty()) {
                    var all = report.resolve("differences.txt");
                    Files.writeString(all, String.join("", comparison.differences()));
                    out.println("all of them: " + all);
                }
                say(comparison.summary());
                load(pair);
                return comparison.differences().isEmpty() ? 0 : 1;
            }
        }
    }

    private void load(Pair pair) {
        if (rounds > 0) {
            var table = new SameLoad(pair.theirs(), pair.ours(), pair.redis())
                    .run(rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmup), this::say);
            say("\n" + table.text());
        }
    }

    private void say(String text) {
        var out = spec.commandLine().getOut();
        out.println(text);
        out.flush();
    }
}
