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
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes down a drill: a page for people, and the rows as data. */
final class DrillReport {

    private final Drill drill;
    private final List<Observation> observations;
    private final List<Expectation> expectations;

    DrillReport(Drill drill, List<Observation> observations, List<Expectation> expectations) {
        this.drill = drill;
        this.observations = observations;
        this.expectations = expectations;
    }

    /** @return the page */
    Path write(ReportFolder folder, String command) throws IOException {
        for (var observation : observations) {
            var name = Stream.of("series", observation.setup().name().replace(' ', '-'))
                    .filter(part -> !part.isEmpty())
                    .collect(Collectors.joining("-"));
            Files.writeString(folder.path().resolve(name + ".csv"), csv(observation));
        }
        var page = new DrillPage(
                "Drill " + drill.name(),
                command,
                about(drill),
                expectations.stream().map(Expectation::row).toList(),
                observations.stream().flatMap(DrillReport::charts).toList());
        return Files.writeString(folder.page(), page.html());
    }

    private static SequencedMap<String, String> about(Drill drill) {
        var about = new LinkedHashMap<String, String>();
        about.put("Hypothesis", drill.hypothesis());
        about.put("Injection", drill.injection());
        about.put("What to watch", drill.watch());
        return about;
    }

    private static Stream<Chart> charts(Observation seen) {
        var suffix = seen.setup().name().isEmpty() ? "" : ", " + seen.setup().name();
        var rows = seen.rows();
        return Stream.of(
                Chart.of(
                        "Requests a second" + suffix,
                        false,
                        rows,
                        List.of(
                                new Value<>("sent", Row::sent),
                                new Value<>("right", Row::right),
                                new Value<>("failed", Row::failed))),
                Chart.of(
                        "Latency of right answers, ms" + suffix,
                        true,
                        rows,
                        List.of(new Value<>("p50", Row::p50), new Value<>("p99", Row::p99))),
                Chart.of(
                        "Requests that reached an instance, or were asked about at the rate limiter, a second" + suffix,
                        false,
                        rows,
                        List.of(
                                new Value<>("first", row -> row.asked().getFirst()),
                                new Value<>("second", row -> row.asked().getLast()),
                                new Value<>("rate limiter", Row::limited))));
    }

    private static String csv(Observation seen) {
        var lines = new ArrayList<String>();
        lines.add("second,phase,sent,right,failed,p50_ms,p99_ms,asked_first,asked_second,limited");
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
                        row.asked().getFirst(),
                        row.asked().getLast(),
                        row.limited())));
        return String.join("\n", lines) + "\n";
    }
}
