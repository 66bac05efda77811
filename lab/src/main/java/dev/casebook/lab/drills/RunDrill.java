package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./casebook drill upstream-dead} */
@Command(
        name = "drill",
        description =
                "Makes a service behind our gateway misbehave, under load, and looks whether the gateway does what it is believed to do.")
public final class RunDrill implements Callable<Integer> {

    private static final int SECONDS_BETWEEN_LINES = 5;
    private static final int RATE = 500;

    /** The gateway spares an instance that is back for 10 s, and leaves one alone that lied for 5 s and then for 10 s. */
    private static final int LEAST_SECONDS = 15;

    private static final int MOST_SECONDS = 600;
    private static final int SHOWN = 10;

    @Mixin
    private Help help;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "${COMPLETION-CANDIDATES}; without one: what each of them believes",
            completionCandidates = Names.class)
    private String name;

    @Option(
            names = "--rate",
            description = "requests per second (default 500, of reload 2000); overload has rates of its own")
    private Optional<Integer> rate;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description =
                    "before the fault, with it, and after it, each; overload: at each rate (default ${DEFAULT-VALUE})")
    private int seconds;

    @Option(
            names = "--out",
            defaultValue = ".casebook/reports",
            description = "folder of the reports (default ${DEFAULT-VALUE})")
    private Path out;

    @Spec
    private CommandSpec spec;

    static final class Names extends ArrayList<String> {
        Names() {
            super(Catalogue.DRILLS.stream().map(Drill::name).toList());
            add(Overload.NAME);
            add(Reload.NAME);
        }
    }

    /** @return 0 when all was as believed */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (name == null) {
            Catalogue.DRILLS.forEach(drill -> say("%s%n    %s".formatted(drill.name(), drill.hypothesis())));
            say("%s%n    %s".formatted(Overload.NAME, Overload.HYPOTHESIS));
            say("%s%n    %s".formatted(Reload.NAME, Reload.HYPOTHESIS));
            return 0;
        }
        if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
            throw new CannotRunException("--seconds must be from %d to %d".formatted(LEAST_SECONDS, MOST_SECONDS));
        }
        if (name.equals(Overload.NAME)) {
            return overload() ? 0 : 1;
        }
        if (name.equals(Reload.NAME)) {
            return reload(rate.orElse(Reload.RATE)) ? 0 : 1;
        }
        var drill = Catalogue.DRILLS.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CannotRunException(
                        "no drill %s; there are %s".formatted(name, String.join(", ", new Names()))));
        return run(drill, rate.orElse(RATE)) ? 0 : 1;
    }

    private boolean run(Drill drill, int rate) throws IOException, InterruptedException {
        introduce(drill.hypothesis(), drill.injection(), drill.watch());
        var started = Instant.now();
        var observations = new ArrayList<Observation>();
        for (var setup : drill.setups()) {
            if (!setup.name().isEmpty()) {
                say(setup.name());
            }
            observations.add(new Experiment(setup, rate, seconds, this::show).run());
        }
        var expectations = drill.judge().of(observations);
        var folder = ReportFolder.create(out, started, "drill-" + drill.name());
        var command = "./casebook drill %s --rate %d --seconds %d".formatted(drill.name(), rate, seconds);
        var page = new DrillReport(drill, observations, expectations).write(folder, command);
        return said(expectations, page);
    }

    private boolean overload() throws IOException, InterruptedException {
        introduce(Overload.HYPOTHESIS, Overload.INJECTION, Overload.WATCH);
        var started = Instant.now();
        var curves = new Overload(seconds, this::say).run();
        var expectations = Overload.judge(curves);
        var folder = ReportFolder.create(out, started, "drill-" + Overload.NAME);
        var page = new OverloadReport(curves, expectations)
                .write(folder, "./casebook drill %s --seconds %d".formatted(Overload.NAME, seconds));
        return said(expectations, page);
    }

    private boolean reload(int rate) throws IOException, InterruptedException {
        introduce(Reload.HYPOTHESIS, Reload.INJECTION, Reload.WATCH);
        var started = Instant.now();
        var seen = new Reload(rate, seconds, this::show).run();
        var folder = ReportFolder.create(out, started, "drill-" + Reload.NAME);
        var page = new ReloadReport(seen, rate)
                .write(folder, "./casebook drill %s --rate %d --seconds %d".formatted(Reload.NAME, rate, seconds));
        seen.faults().stream().limit(SHOWN).forEach(this::say);
        boolean met = said(seen.judge(), page);
        seen.caution(rate).ifPresent(this::say);
        return met;
    }

    private void introduce(String hypothesis, String injection, String watch) {
        say("hypothesis  %s%ninjection   %s%nwatch       %s%n".formatted(hypothesis, injection, watch));
    }

    private boolean said(List<Expectation> expectations, Path page) {
        say(table(expectations).text());
        say("page   " + page);
        return expectations.stream().allMatch(Expectation::met);
    }

    private static TablePage table(List<Expectation> expectations) {
        return new TablePage(
                "",
                "",
                List.of("believed", "seen", ""),
                expectations.stream().map(Expectation::row).toList());
    }

    private void show(ReloadRow row) {
        if ((row.second() + 1) % SECONDS_BETWEEN_LINES == 0) {
            say(row.toString());
        }
    }

    private void show(Row row) {
        if ((row.second() + 1) % SECONDS_BETWEEN_LINES == 0) {
            say(String.format(
                    Locale.ROOT,
                    "  %3d s  %-6s  sent %d/s  right %d/s  failed %d  p50 %.2f ms  p99 %.2f ms  reached the instances %s",
                    row.second() + 1,
                    row.phase().name().toLowerCase(Locale.ROOT),
                    row.sent(),
                    row.right(),
                    row.failed(),
                    row.p50(),
                    row.p99(),
                    row.asked()));
        }
    }

    private void say(String text) {
        var terminal = spec.commandLine().getOut();
        terminal.println(text);
        terminal.flush();
    }
}
