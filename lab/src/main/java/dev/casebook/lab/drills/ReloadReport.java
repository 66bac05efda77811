package dev.casebook.lab.drills;

import dev.casebook.lab.report.DrillPage;
import dev.casebook.lab.report.DrillPage.Chart;
import dev.casebook.lab.report.DrillPage.Chart.Value;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Writes down what was seen while routes changed: a page for people, and the rows as data. */
record ReloadReport(ReloadSeen seen, int rate) {

    /** @return the page */
    Path write(ReportFolder folder, String command) throws IOException {
        Files.writeString(folder.path().resolve("series.csv"), csv());
        Files.writeString(
                folder.path().resolve("faults.txt"),
                String.join("\n", seen.faults()) + "\nErrors of requests: " + seen.errors() + "\n");
        var about = new LinkedHashMap<String, String>();
        about.put("Hypothesis", Reload.HYPOTHESIS);
        about.put("Injection", Reload.INJECTION);
        about.put("What to watch", Reload.WATCH);
        seen.caution(rate).ifPresent(caution -> about.put("Caution", caution));
        var beliefs = seen.judge().stream().map(Expectation::row).toList();
        var page = new DrillPage("Drill " + Reload.NAME, command, about, beliefs, charts());
        return Files.writeString(folder.page(), page.html());
    }

    private List<Chart> charts() {
        var rows = seen.rows();
        return List.of(
                Chart.of(
                        "Requests a second",
                        false,
                        rows,
                        List.of(
                                new Value<>("sent", ReloadRow::sent),
                                new Value<>("right", ReloadRow::right),
                                new Value<>("failed", ReloadRow::failed))),
                Chart.of(
                        "Latency of right answers, ms",
                        true,
                        rows,
                        List.of(new Value<>("p50", ReloadRow::p50), new Value<>("p99", ReloadRow::p99))),
                Chart.of(
                        "Changes of the routes a second",
                        false,
                        rows,
                        List.of(
                                new Value<>("took effect", ReloadRow::applied),
                                new Value<>("refused", ReloadRow::refused))),
                Chart.of(
                        "Pieces of streams a second",
                        false,
                        rows,
                        Stream.of(OpenStream.Kind.values())
                                .map(kind -> new Value<ReloadRow>(
                                        kind.title(), row -> row.pieces().get(kind)))
                                .toList()));
    }

    private String csv() {
        var lines = new ArrayList<String>();
        lines.add("second,phase,sent,right,failed,p50_ms,p99_ms,applied,refused,pieces");
        seen.rows()
                .forEach(row -> lines.add(String.format(
                        Locale.ROOT,
                        "%d,%s,%d,%d,%d,%.3f,%.3f,%d,%d,%d",
                        row.second(),
                        row.phase().name().toLowerCase(Locale.ROOT),
                        row.sent(),
                        row.right(),
                        row.failed(),
                        row.p50(),
                        row.p99(),
                        row.applied(),
                        row.refused(),
                        row.allPieces())));
        return String.join("\n", lines) + "\n";
    }
}
