package dev.casebook.lab.run;

import dev.casebook.lab.load.Plan;
import dev.casebook.lab.load.Second;
import java.io.PrintWriter;
import java.util.Locale;

/** Tells a person at the terminal how the run goes: one line that is redrawn each second, or a line every few seconds elsewhere. */
final class Progress {

    private static final int SECONDS_BETWEEN_LINES = 5;
    private static final String REDRAW = "\r\u001b[K";

    private final Plan plan;
    private final PrintWriter out;
    private final boolean terminal;
    private long failed;

    Progress(Plan plan, PrintWriter out, boolean terminal) {
        this.plan = plan;
        this.out = out;
        this.terminal = terminal;
    }

    static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    void show(Second second) {
        failed += second.failed();
        if (terminal) {
            out.print(REDRAW + line(second));
        } else if ((second.index() + 1) % SECONDS_BETWEEN_LINES == 0) {
            out.println(line(second));
        }
        out.flush();
    }

    void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }

    private String line(Second second) {
        int done = second.index() + 1;
        var phase = done <= 0
                ? "warm-up %3d/%d s"
                        .formatted(
                                plan.warmup().toSeconds() + done, plan.warmup().toSeconds())
                : "measure %3d/%d s"
                        .formatted(
                                Math.min(done, plan.measured().toSeconds()),
                                plan.measured().toSeconds());
        return String.format(
                Locale.ROOT,
                "%s  sent %d/s  right %d/s  errors so far %d  p50 %.2f ms  p99 %.2f ms  sent late by at most %.2f ms",
                phase,
                second.sent(),
                second.answered(),
                failed,
                second.latency().getValueAtPercentile(50) / 1e3,
                second.latency().getValueAtPercentile(99) / 1e3,
                second.lateMicros() / 1e3);
    }
}
