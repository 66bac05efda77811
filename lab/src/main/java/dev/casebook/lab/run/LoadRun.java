package dev.casebook.lab.run;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.load.OpenLoop;
import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Request;
import dev.casebook.lab.machine.Machine;
import dev.casebook.lab.machine.RunningOptions;
import dev.casebook.lab.machine.RunningStack;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.Result.Ledger;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * Loads the stack as a plan says, watches it, and writes the report: all that scenarios have in common.
 *
 * @param scenario its name in the report
 * @param command how to run it again
 */
public record LoadRun(
        String scenario, String command, Plan plan, RunningOptions options, PrintWriter out, Clock clock) {

    private static final double MICROS_IN_MILLI = 1e3;

    /**
     * @param requests the next request
     * @param details what is special to the scenario, for the report; asked for once the load is over
     * @param check what the services must have counted by now; it may wait for them
     * @return passed if the rate was held, every answer was right, and so was the check
     */
    public Result run(
            Supplier<Request> requests,
            Supplier<Map<String, String>> details,
            Function<Outcome, Optional<Ledger>> check)
            throws IOException, InterruptedException {
        var started = clock.instant();
        var folder = ReportFolder.create(options.out(), started, scenario);
        var series = new Series();
        var usages = new Usages(plan, RunningStack.components(options.running()));
        var outcome = load(folder, requests, series, usages);
        var used = usages.usages();
        var special = new LinkedHashMap<>(details.get());
        usages.stolen()
                .ifPresent(share -> special.put(
                        "host", String.format(Locale.ROOT, "took %.2f %% of the cores' time for others", 100 * share)));
        var failures = Verdict.failures(outcome);
        var ledger = ledger(check, outcome, failures);
        var result = new Result(
                scenario,
                command,
                started.plus(plan.warmup()).truncatedTo(ChronoUnit.SECONDS).toString(),
                Checkout.commit(),
                Machine.here(),
                settings(outcome, special),
                Series.rate(outcome),
                Series.latency(outcome.latency()),
                Series.aside(outcome),
                outcome.errors(),
                outcome.warmupErrors(),
                series.rows(),
                used,
                ledger,
                failures);
        folder.write(result);
        new Summary(result, folder).print(out);
        return result;
    }

    private Outcome load(ReportFolder folder, Supplier<Request> requests, Series series, Usages usages)
            throws FileNotFoundException, InterruptedException {
        var progress = new Progress(plan, out, Progress.onTerminal());
        var log = new HistogramLogWriter(folder.histogramLog().toFile());
        try {
            log.outputComment("Latency in microseconds from the due time; one interval a second, its maximum in"
                    + " milliseconds; the warm-up is included");
            log.outputLogFormatVersion();
            log.outputLegend();
            return OpenLoop.run(plan, requests, second -> {
                usages.watch(second);
                progress.show(second);
                series.add(second);
                log(log, second.latency());
            });
        } finally {
            progress.end();
            log.close();
        }
    }

    /** The load is not repeated for a count that could not be read: the run failed, and its report says so. */
    private Optional<Ledger> ledger(Function<Outcome, Optional<Ledger>> check, Outcome outcome, List<String> failures) {
        out.println("Checking what the services counted.");
        out.flush();
        try {
            var ledger = check.apply(outcome);
            ledger.ifPresent(counts -> failures.addAll(Verdict.failures(counts)));
            return ledger;
        } catch (CannotRunException e) {
            failures.add("What the services counted is not known: %s.".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    private void log(HistogramLogWriter log, Histogram interval) {
        long end = Instant.now(clock).toEpochMilli();
        log.outputIntervalHistogram((end - 1_000) / 1e3, end / 1e3, interval, MICROS_IN_MILLI);
    }

    private Result.Load settings(Outcome outcome, Map<String, String> details) {
        return new Result.Load(
                options.url().toString(),
                plan.rate(),
                plan.warmup().toSeconds(),
                plan.measured().toSeconds(),
                plan.connections(),
                plan.timeout().toMillis() / 1e3,
                OpenLoop.transport(),
                outcome.turns().toString(),
                details);
    }
}
