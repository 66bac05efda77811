package dev.casebook.lab.drills;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.Help;
import dev.casebook.lab.machine.RunningOptions;
import dev.casebook.lab.machine.StackOptions;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./casebook drill known-links} */
@Command(
        name = KnownLinks.NAME,
        description =
                "Lets the servers of the stack that ./casebook up started stand still, one after the other and in pairs, while known links are followed.")
final class RunKnownLinks implements Callable<Integer> {

    private static final int SECONDS_BETWEEN_LINES = 5;
    private static final int LEAST_SECONDS = 2 * KnownLinksSeen.DETECTED_AFTER;
    private static final int MOST_SECONDS = 120;

    @Mixin
    private Help help;

    @Mixin
    private RunningOptions running;

    @Mixin
    private StackOptions stack;

    @Option(names = "--rate", defaultValue = "500", description = "redirects per second (default ${DEFAULT-VALUE})")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "15",
            description = "that each fault lasts, and the time after it (default ${DEFAULT-VALUE})")
    private int seconds;

    @Spec
    private CommandSpec spec;

    /** @return 0 when all was as believed */
    @Override
    public Integer call() throws IOException, InterruptedException {
        if (seconds < LEAST_SECONDS || seconds > MOST_SECONDS) {
            throw new CannotRunException("--seconds must be from %d to %d".formatted(LEAST_SECONDS, MOST_SECONDS));
        }
        var seen = new KnownLinksSeen(seconds, this::show);
        say("hypothesis  %s%ninjection   %s%nwatch       %s%n"
                .formatted(KnownLinks.HYPOTHESIS, KnownLinks.INJECTION, KnownLinks.WATCH));
        new KnownLinks(running, rate, seen).run(stack, spec.commandLine().getOut());
        var report = new KnownLinksReport(seen);
        var folder = ReportFolder.create(running.out(), Instant.now(), "drill-" + KnownLinks.NAME);
        var command = "./casebook drill %s --rate %d --seconds %d".formatted(KnownLinks.NAME, rate, seconds);
        var page = report.write(folder, command);
        var beliefs = seen.judge();
        say(report.table());
        say(new TablePage(
                        "",
                        "",
                        List.of("believed", "seen", ""),
                        beliefs.stream().map(Expectation::row).toList())
                .text());
        say("page   " + page);
        return beliefs.stream().allMatch(Expectation::met) ? 0 : 1;
    }

    private void show(KnownLinksRow row) {
        if ((row.second() + 1) % SECONDS_BETWEEN_LINES == 0) {
            say(String.format(
                    Locale.ROOT,
                    "  %3d s  without %-24s sent %d/s  right %d/s  failed %d  p50 %.2f ms  p99 %.2f ms  slowest %.2f ms",
                    row.second() + 1,
                    row.fault(),
                    row.sent(),
                    row.right(),
                    row.failed(),
                    row.p50(),
                    row.p99(),
                    row.slowest()));
        }
    }

    private void say(String text) {
        var terminal = spec.commandLine().getOut();
        terminal.println(text);
        terminal.flush();
    }
}
