package dev.casebook.lab.limiters.speed;

import dev.casebook.lab.Help;
import dev.casebook.lab.limiters.services.Places;
import dev.casebook.lab.limiters.services.ServiceOptions;
import dev.casebook.lab.machine.Machine;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./casebook compare limiter-speed} */
@Command(
        name = "speed",
        description =
                "The rate limiter beside bucket4j, a script call each, an empty gRPC method and envoyproxy/ratelimit, in rounds in turn on one Redis.")
public final class CompareSpeed implements Callable<Integer> {

    /** What can be measured alone. */
    enum Part {
        IN_PROCESS,
        GRPC
    }

    @Mixin
    private Help help;

    @Mixin
    private ServiceOptions service;

    @Option(names = "--empty-method", required = true, description = "quarkus-run.jar of the empty method")
    private Path emptyMethod;

    @Option(names = "--envoyproxy", description = "envoyproxy/ratelimit; without it it is left out")
    private Optional<Path> envoyproxy;

    @Option(
            names = "--only",
            defaultValue = "IN_PROCESS,GRPC",
            split = ",",
            description = "${COMPLETION-CANDIDATES} (default both)")
    private Set<Part> parts;

    @Option(names = "--rounds", defaultValue = "5", description = "at each limiter (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "of a round at a limiter (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--warmup",
            defaultValue = "60",
            description = "seconds at each limiter that do not count (default ${DEFAULT-VALUE})")
    private int warmup;

    @Spec
    private CommandSpec spec;

    /** @return 0 when each bar was reached */
    @Override
    public Integer call() throws Exception {
        var report = ReportFolder.create(service.reports(), Clock.systemUTC().instant(), "limiter-speed");
        var pace = new Pace(rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmup), this::say);
        var verdict = new Verdict();
        try (var stage = new Stage(new Places(report.path().resolve("logs"), service.cache()), service.jar())) {
            if (parts.contains(Part.IN_PROCESS)) {
                verdict.add(new InProcess(stage, pace).run());
            }
            if (parts.contains(Part.GRPC)) {
                verdict.add(new OverGrpc(stage, pace, emptyMethod, envoyproxy).run());
            }
        }
        write(report, verdict);
        verdict.tables().forEach(table -> say(table.page().text()));
        verdict.bars().forEach(bar -> say(bar.line()));
        if (envoyproxy.isEmpty()) {
            say("casebook: no envoyproxy/ratelimit: it needs Go 1.25 or newer, and found none in PATH");
        }
        say("page   " + report.page());
        return verdict.passed() ? 0 : 1;
    }

    private static void write(ReportFolder report, Verdict verdict) throws IOException {
        var here = Machine.here();
        var intro = "%s, %d cores shared with the callers and Redis, %s, JDK %s."
                .formatted(here.cpu(), here.cores(), here.os(), here.java());
        var sections = verdict.tables().stream().map(Rounds::page).collect(Collectors.toCollection(ArrayList::new));
        sections.addFirst(Bar.page(verdict.bars()));
        Files.writeString(report.page(), TablePage.html("The rate limiter's speed", intro, sections));
        Files.writeString(
                report.path().resolve("rounds.csv"),
                verdict.tables().stream()
                        .flatMap(table -> table.all().stream().map(round -> round.csv(table.title())))
                        .collect(Collectors.joining("\n", Round.CSV_HEAD + "\n", "\n")));
    }

    private void say(String text) {
        var terminal = spec.commandLine().getOut();
        terminal.println(text);
        terminal.flush();
    }
}
