package dev.casebook.limiter.comparison;

import dev.casebook.limiter.algorithms.Rate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;

/**
 * {@code ./casebook compare limiters [trace]}: the six algorithms side by side, on the same arrivals. It stands beside what it measures, because the lab
 * imports no service's code.
 */
public final class CompareLimiters {

    private static final Rate LIMIT = Contestant.LIMIT;
    private static final int WRONG_ARGUMENTS = 2;
    private static final String ROW = "%-23s %8s  %13s %6s %9s %11s  %12s%n";

    private CompareLimiters() {}

    /**
     * Exits with 2 when the file of arrivals cannot be read.
     *
     * @param arguments the folder of the reports, then a file of arrivals, if not the example is to be used
     */
    public static void main(String[] arguments) throws IOException {
        try {
            compare(arguments);
        } catch (MalformedTraceException e) {
            System.err.println("casebook: compare limiters: " + e.getMessage());
            System.exit(WRONG_ARGUMENTS);
        }
    }

    static void compare(String... arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        var arrivals =
                arguments.length > 1 ? Arrivals.read(Path.of(arguments[1])) : Arrivals.example((int) LIMIT.count());
        var replays = new LinkedHashMap<Contestant, Replay>();
        Contestant.all(LIMIT)
                .forEach(contestant ->
                        replays.put(contestant, Replay.of(contestant.algorithm(), arrivals, LIMIT.period())));

        System.out.printf(
                Locale.ROOT, "%,d requests under a limit of %d a second%n%n", arrivals.count(), LIMIT.count());
        System.out.printf(
                ROW, "algorithm", "admitted", "worst second", "bound", "of bound", "over limit", "longest wait");
        replays.forEach((contestant, replay) -> print(contestant, replay));

        arrivals.write(folder.resolve("limiters-trace.txt"));
        var page = Files.writeString(folder.resolve("limiters.html"), new ChartPage(LIMIT, arrivals, replays).html());
        System.out.printf("%npage   %s%ntrace  %s%n", page, folder.resolve("limiters-trace.txt"));
    }

    private static void print(Contestant contestant, Replay replay) {
        System.out.printf(
                ROW,
                contestant.name(),
                format("%,d", replay.passed().length),
                format("%,d", replay.worstWindow()),
                format("%,d", contestant.bound()),
                format("%.1f %%", 100.0 * replay.worstWindow() / contestant.bound()),
                format("%+d %%", 100 * (replay.worstWindow() - LIMIT.count()) / LIMIT.count()),
                format("%.0f ms", replay.longestWait() / 1e3));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
