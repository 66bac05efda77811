package dev.casebook.lab.limiters.peer;

import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** envoyproxy/ratelimit and our rate limiter side by side. */
@Command(
        name = "ratelimit-peer",
        description = "Asks envoyproxy/ratelimit and the rate limiter the same, and tells every difference.",
        mixinStandardHelpOptions = true)
public final class RatelimitPeer implements Callable<Integer> {

    private static final int SHOWN = 20;

    @Option(names = "--program", required = true, description = "envoyproxy/ratelimit")
    private Path program;

    @Option(names = "--service", required = true, description = "quarkus-run.jar of the rate limiter")
    private Path service;

    @Option(
            names = "--requests",
            defaultValue = "10000",
            description = "how many to compare (default ${DEFAULT-VALUE})")
    private int requests;

    @Option(names = "--seed", defaultValue = "1", description = "of the random requests (default ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--work",
            defaultValue = ".casebook",
            description = "folder for what is unpacked, and for reports (default ${DEFAULT-VALUE})")
    private Path work;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = spec.commandLine().getOut();
        var report = ReportFolder.create(
                        work.resolve("reports"), Clock.systemUTC().instant(), "ratelimit-peer")
                .path();
        try (var pair = new Pair(
                Files.createTempDirectory("ratelimit-peer"),
                work.resolve("cache"),
                program.toAbsolutePath(),
                service)) {
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
                out.println(comparison.summary());
                return comparison.differences().isEmpty() ? 0 : 1;
            }
        }
    }
}
