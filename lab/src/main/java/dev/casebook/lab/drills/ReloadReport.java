package dev.casebook.lab.drills;

import dev.casebook.lab.report.DrillPage;
import dev.casebook.lab.report.DrillPage.Chart;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

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
        var requests = new LinkedHashMap<String, List<Double>>();
        requests.put("sent", values(ReloadRow::sent));
        requests.put("right", values(ReloadRow::right));
        requests.put("failed", values(ReloadRow::failed));
        var latency = new LinkedHashMap<String, List<Double>>();
        latency.put("p50", values(ReloadRow::p50));
        latency.put("p99", values(ReloadRow::p99));
        var changes = new LinkedHashMap<String, List<Double>>();
        changes.put("took effect", values(ReloadRow::applied));
        changes.put("refused", values(ReloadRow::refused));
        var pieces = new LinkedHashMap<String, List<Double>>();
        for (var kind : OpenStream.Kind.values()) {
            pieces.put(kind.title(), values(row -> row.pieces().get(kind)));
        }
        return List.of(
                new Chart("Requests a second", false, requests),
                new Chart("Latency of right answers, ms", true, latency),
                new Chart("Changes of the routes a second", false, changes),
                new Chart("Pieces of streams a second", false, pieces));
    }

    private List<Double> values(ToDoubleFunction<ReloadRow> value) {
        return seen.rows().stream().mapToDouble(value).boxed().toList();
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
