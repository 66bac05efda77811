package dev.casebook.lab.drills;

import dev.casebook.lab.report.DrillPage;
import dev.casebook.lab.report.DrillPage.Chart;
import dev.casebook.lab.report.DrillPage.Chart.Value;
import dev.casebook.lab.report.ReportFolder;
import dev.casebook.lab.report.TablePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes down how redirects fared without servers: a page for people, and the rows as data. */
record KnownLinksReport(KnownLinksSeen seen) {

    /** For a terminal: how each fault was felt. */
    String table() {
        var rows = Stream.concat(Stream.of(List.of(KnownLinksSeen.NOTHING)), KnownLinksSeen.FAULTS.stream())
                .map(fault -> String.join(" and ", fault))
                .map(fault -> List.of(
                        fault,
                        Long.toString(seen.failed(fault)),
                        millis(seen.slowestAtFirst(fault)),
                        millis(seen.p99(fault))))
                .toList();
        var head = List.of(
                "stands still",
                "failed",
                "slowest of its first %d s".formatted(KnownLinksSeen.DETECTED_AFTER),
                "p99 afterwards");
        return new TablePage("", "", head, rows).text();
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    /** @return the page */
    Path write(ReportFolder folder, String command) throws IOException {
        Files.writeString(folder.path().resolve("series.csv"), csv());
        var about = new LinkedHashMap<String, String>();
        about.put("Hypothesis", KnownLinks.HYPOTHESIS);
        about.put("Injection", KnownLinks.INJECTION);
        about.put("When", when());
        about.put("What to watch", KnownLinks.WATCH);
        var beliefs = seen.judge().stream().map(Expectation::row).toList();
        var page = new DrillPage("Drill " + KnownLinks.NAME, command, about, beliefs, charts());
        return Files.writeString(folder.page(), page.htmlOfManyFaults());
    }

    private String when() {
        long seconds = seen.duration().toSeconds() / (1 + 2L * KnownLinksSeen.FAULTS.size());
        return IntStream.range(0, KnownLinksSeen.FAULTS.size())
                .mapToObj(i -> "from second %d for %d s %s"
                        .formatted((1 + 2 * i) * seconds, seconds, String.join(" and ", KnownLinksSeen.FAULTS.get(i))))
                .collect(Collectors.joining("; "));
    }

    private List<Chart> charts() {
        var rows = seen.rows();
        return List.of(
                Chart.of(
                        "Redirects a second",
                        false,
                        rows,
                        List.of(
                                new Value<>("sent", KnownLinksRow::sent),
                                new Value<>("right", KnownLinksRow::right),
                                new Value<>("failed", KnownLinksRow::failed))),
                Chart.of(
                        "Latency of right answers, ms",
                        true,
                        rows,
                        List.of(
                                new Value<>("p50", KnownLinksRow::p50),
                                new Value<>("p99", KnownLinksRow::p99),
                                new Value<>("slowest", KnownLinksRow::slowest))));
    }

    private String csv() {
        var lines = new ArrayList<String>();
        lines.add("second,fault,sent,right,failed,p50_ms,p99_ms,slowest_ms");
        seen.rows()
                .forEach(row -> lines.add(String.format(
                        Locale.ROOT,
                        "%d,%s,%d,%d,%d,%.3f,%.3f,%.3f",
                        row.second(),
                        row.fault(),
                        row.sent(),
                        row.right(),
                        row.failed(),
                        row.p50(),
                        row.p99(),
                        row.slowest())));
        return String.join("\n", lines) + "\n";
    }
}
