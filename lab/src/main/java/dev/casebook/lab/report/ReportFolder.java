package dev.casebook.lab.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where one run's report and raw data are kept. */
public record ReportFolder(Path path) {

    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private static final ObjectMapper JSON =
            new ObjectMapper().registerModule(new Jdk8Module()).enable(SerializationFeature.INDENT_OUTPUT);

    /** A new folder named after the time (UTC) and the scenario. */
    public static ReportFolder create(Path reports, Instant time, String scenario) throws IOException {
        return new ReportFolder(Files.createDirectories(reports.resolve(NAME.format(time) + "-" + scenario)));
    }

    public Path page() {
        return path.resolve("index.html");
    }

    /** For the HdrHistogram log, which is written while the run goes on. */
    public Path histogramLog() {
        return path.resolve("latency.hlog");
    }

    public void write(Result result) throws IOException {
        JSON.writeValue(path.resolve("result.json").toFile(), result);
        Files.writeString(path.resolve("series.csv"), csv(result));
        Files.writeString(page(), new Page(result).html());
    }

    private static String csv(Result result) {
        var rows = result.series().stream()
                .map(row -> String.format(
                        Locale.ROOT,
                        "%d,%d,%d,%d,%.3f,%.3f,%.3f,%.3f",
                        row.second(),
                        row.sent(),
                        row.right(),
                        row.failed(),
                        row.late(),
                        row.p50(),
                        row.p99(),
                        row.max()));
        return Stream.concat(Stream.of("second,sent,right,failed,late_max_ms,p50_ms,p99_ms,max_ms"), rows)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
