package dev.casebook.lab.limiters.trace;

import dev.casebook.lab.Help;
import dev.casebook.lab.limiters.services.OurService;
import dev.casebook.lab.limiters.services.Places;
import dev.casebook.lab.limiters.services.Program;
import dev.casebook.lab.limiters.services.ServiceOptions;
import dev.casebook.lab.limiters.services.Settings;
import dev.casebook.lab.report.ReportFolder;
import io.lettuce.core.RedisClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The second half of {@code ./casebook compare limiters}: the same arrivals in real time, decided by our {@code LimitStore} in a Redis of its own. */
@Command(
        name = "trace",
        description = "Replays a trace of arrivals in real time on a Redis, and tells what each algorithm cost there.")
public final class TraceOnRedis implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final String MEMORY = "128m";

    @Mixin
    private Help help;

    @Mixin
    private ServiceOptions service;

    @Option(names = "--trace", required = true, description = "arrivals, a line each, in microseconds since the start")
    private Path trace;

    @Spec
    private CommandSpec spec;

    /** @return 0 when each request was decided */
    @Override
    public Integer call() throws Exception {
        var length = length();
        if (length.compareTo(LONGEST) > 0) {
            say("casebook: the trace is %d s long; it is replayed on Redis, as it came, up to %d s only"
                    .formatted(length.toSeconds(), LONGEST.toSeconds()));
            return 0;
        }
        say("The same on a real Redis, as it came: %d s".formatted(length.toSeconds()));
        var report = ReportFolder.create(service.reports(), Clock.systemUTC().instant(), "limiters-trace");
        var places = new Places(report.path().resolve("logs"), service.cache());
        var redis = places.redis(MEMORY);
        Runtime.getRuntime().addShutdownHook(new Thread(redis::kill));
        try (redis) {
            redis.start();
            var table = replay(places, URI.create(redis.url()));
            say(table.page().text());
            return table.isComplete() ? 0 : 1;
        }
    }

    private Costs replay(Places places, URI redis) throws IOException, InterruptedException {
        var lastWord = UUID.randomUUID().toString();
        try (var client = RedisClient.create(redis.toString());
                var connection = client.connect();
                var callers = callers(places, redis);
                var monitor = new Monitor(redis, lastWord)) {
            var commands = connection.sync();
            try (var sizes = new KeySizes(commands, monitor.soFar())) {
                var asked = Arrays.stream(
                                callers.ask(trace.toAbsolutePath().toString()).split(TraceCallers.SEPARATOR))
                        .map(Asked::parse)
                        .toList();
                commands.echo(lastWord);
                return Costs.of(asked, monitor.all(), sizes);
            }
        }
    }

    private Program callers(Places places, URI redis) throws IOException {
        var rules = Files.createDirectories(
                places.folder().resolve("rules/ratelimit/config").toAbsolutePath());
        return Program.inService(
                "callers",
                TraceCallers.class,
                service.jar(),
                places.of("callers"),
                new Settings(rules, redis),
                OurService.NOTHING_REMEMBERED);
    }

    private Duration length() throws IOException {
        try (var lines = Files.lines(trace)) {
            long last = lines.mapToLong(Long::parseLong).max().orElse(0);
            return Duration.ofNanos(last * 1_000);
        }
    }

    private void say(String text) {
        var terminal = spec.commandLine().getOut();
        terminal.println(text);
        terminal.flush();
    }
}
