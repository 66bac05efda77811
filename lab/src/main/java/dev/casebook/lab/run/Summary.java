package dev.casebook.lab.run;

import dev.casebook.lab.report.Budget;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.Result;
import dev.casebook.lab.report.Result.Usage;
import java.io.PrintWriter;
import java.util.Locale;

/** What a person at the terminal is told at the end. */
record Summary(Result result, ReportFolder folder) {

    void print(PrintWriter out) {
        var rate = result.rate();
        var latency = result.latency();
        say(
                out,
                "rate     %s: %.3f %% of %,d requests within 1 ms of schedule; late by p99 %.2f ms, at most %.2f ms",
                rate.held() ? "held" : "NOT held",
                100 * rate.onTimeShare(),
                rate.due(),
                rate.lagP99(),
                rate.lagMax());
        say(
                out,
                "latency  p50 %.2f  p90 %.2f  p99 %.2f  p99.9 %.2f  max %.2f ms, %,d right answers",
                latency.p50(),
                latency.p90(),
                latency.p99(),
                latency.p999(),
                latency.max(),
                latency.count());
        result.aside()
                .ifPresent(aside -> say(
                        out,
                        "aside    p50 %.2f  p99 %.2f  max %.2f ms, %,d right answers to what was sent beside the load",
                        aside.p50(),
                        aside.p99(),
                        aside.max(),
                        aside.count()));
        result.ledger()
                .ifPresent(ledger -> say(
                        out,
                        "counted  %s: %,d by the service, %,d right answers to %,d requests, warm-up included, after %.1f s",
                        ledger.exact() ? "exact" : "NOT exact",
                        ledger.counted(),
                        ledger.received(),
                        ledger.sent(),
                        ledger.awaitedSeconds()));
        result.ledger()
                .flatMap(Result.Ledger::lag)
                .ifPresent(lag -> say(
                        out,
                        "lag      a click is in the statistics after p50 %.0f, at most %.0f ms, in %d probes",
                        lag.p50(),
                        lag.max(),
                        lag.probes()));
        result.load().details().forEach((name, value) -> say(out, "%-8s %s", name, value));
        result.components()
                .forEach(usage -> say(
                        out,
                        "%-24s %8.1f µs CPU per request  %s",
                        usage.name(),
                        usage.cpuMicrosPerRequest(),
                        memory(usage)));
        Budget.of(result.components())
                .forEach(budget -> say(
                        out,
                        "memory   %s %.0f of %.0f MiB%s",
                        budget.what(),
                        budget.usedMib(),
                        budget.limitMib(),
                        budget.kept() ? "" : ": EXCEEDED"));
        result.failures().forEach(failure -> say(out, "FAILED   %s", failure));
        say(out, "report   %s", folder.page());
        out.flush();
    }

    private static String memory(Usage usage) {
        return usage.pssMib().map(mib -> "%.0f MiB".formatted(mib)).orElse("");
    }

    private static void say(PrintWriter out, String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }
}
