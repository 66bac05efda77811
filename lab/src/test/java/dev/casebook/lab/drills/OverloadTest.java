package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.drills.OverloadStep.Kind;
import dev.casebook.lab.drills.OverloadStep.Part;
import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadTest {

    private static final int STEPS = 6;

    private static SequencedMap<String, List<OverloadStep>> curves(OverloadStep with, OverloadStep without) {
        var curves = new LinkedHashMap<String, List<OverloadStep>>();
        curves.put("with", IntStream.range(0, STEPS).mapToObj(_ -> with).toList());
        curves.put("without", IntStream.range(0, STEPS).mapToObj(_ -> without).toList());
        return curves;
    }

    private static OverloadStep step(double vital, double usual, double bulky) {
        return new OverloadStep(800, Map.of(Kind.VITAL, part(vital), Kind.USUAL, part(usual), Kind.BULKY, part(bulky)));
    }

    private static Part part(double share) {
        return new Part(250 * share, share, 20);
    }

    @Test
    void gatewayThatShedsWhatMattersLessIsAsBelieved() {
        assertThat(Overload.judge(curves(step(1, 0.5, 0.1), step(0.02, 0.02, 0.02))))
                .allMatch(Expectation::met);
    }

    @Test
    void gatewayThatShedsBlindlyIsFoundOut() {
        assertThat(Overload.judge(curves(step(0.5, 0.5, 0.5), step(0.02, 0.02, 0.02))))
                .extracting(Expectation::met)
                .containsExactly(true, false, false, true);
    }

    @Test
    void gatewayThatDoesNotShedIsFoundOut() {
        assertThat(Overload.judge(curves(step(0.1, 0.1, 0.1), step(0.1, 0.1, 0.1))))
                .extracting(Expectation::met)
                .containsExactly(false, false, true, false);
    }

    @Test
    void reportHasTheCurvesAndTheDataBehindThem(@TempDir Path folder) throws IOException {
        var curves = curves(step(1, 0.5, 0.1), step(0.02, 0.02, 0.02));

        var page = new OverloadReport(curves, Overload.judge(curves))
                .write(ReportFolder.create(folder, Instant.EPOCH, "drill-overload"), "./casebook drill overload");

        assertThat(Files.readString(page))
                .contains("Answered in time, by kind, without", "offered per second", "as believed");
        assertThat(page.resolveSibling("series.csv")).content().contains("with,800,critical,250.0,1.0000,20.00");
    }
}
