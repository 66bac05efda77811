package dev.casebook.lab.drills;

import dev.casebook.lab.drills.OverloadStep.Kind;
import dev.casebook.lab.drills.OverloadStep.Part;
import dev.casebook.lab.report.DrillPage;
import dev.casebook.lab.report.RateChart;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;

/** Writes down an overload: a page with its curves, and the steps as data. */
final class OverloadReport {

    private final SequencedMap<String, List<OverloadStep>> curves;
    private final List<Expectation> expectations;

    OverloadReport(SequencedMap<String, List<OverloadStep>> curves, List<Expectation> expectations) {
        this.curves = curves;
        this.expectations = expectations;
    }

    /** @return the page */
    Path write(ReportFolder folder, String command) throws IOException {
        Files.writeString(folder.path().resolve("series.csv"), csv());
        var about = new LinkedHashMap<String, String>();
        about.put("Hypothesis", Overload.HYPOTHESIS);
        about.put("Injection", Overload.INJECTION);
        about.put("What to watch", Overload.WATCH);
        var beliefs = expectations.stream().map(Expectation::row).toList();
        return Files.writeString(
                folder.page(), DrillPage.ofRates("Drill " + Overload.NAME, command, about, beliefs, charts()));
    }

    private List<RateChart> charts() {
        var charts = new ArrayList<RateChart>();
        charts.add(chart("Answered in time", lines(OverloadStep::goodput)));
        curves.forEach((setup, steps) -> {
            var lines = new LinkedHashMap<String, List<Double>>();
            for (var kind : Kind.values()) {
                lines.put(
                        kind.title(),
                        values(steps, step -> step.parts().get(kind).goodput()));
            }
            charts.add(chart("Answered in time, by kind, " + setup, lines));
        });
        return charts;
    }

    private SequencedMap<String, List<Double>> lines(ToDoubleFunction<OverloadStep> value) {
        var lines = new LinkedHashMap<String, List<Double>>();
        curves.forEach((setup, steps) -> lines.put(setup, values(steps, value)));
        return lines;
    }

    private RateChart chart(String title, SequencedMap<String, List<Double>> lines) {
        var offered =
                curves.firstEntry().getValue().stream().map(OverloadStep::rate).toList();
        return new RateChart(title, offered, lines);
    }

    private static List<Double> values(List<OverloadStep> steps, ToDoubleFunction<OverloadStep> value) {
        return steps.stream().mapToDouble(value).boxed().toList();
    }

    private String csv() {
        var lines = new ArrayList<String>();
        lines.add("setup,offered,kind,in_time,share,p99_ms");
        curves.forEach((setup, steps) -> steps.forEach(
                step -> step.parts().forEach((kind, part) -> lines.add(line(setup, step.rate(), kind, part)))));
        return String.join("\n", lines) + "\n";
    }

    private static String line(String setup, int rate, Kind kind, Part part) {
        return String.format(
                Locale.ROOT,
                "%s,%d,%s,%.1f,%.4f,%.2f",
                setup,
                rate,
                kind.title(),
                part.goodput(),
                part.share(),
                part.p99());
    }
}
