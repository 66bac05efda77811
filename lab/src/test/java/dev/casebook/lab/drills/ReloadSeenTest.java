package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.report.ReportFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadSeenTest {

    private static final int SECONDS = 15;
    private static final ChangeCount ALL_WELL = new ChangeCount(40, 40, 20, 20, 0);

    private static ReloadSeen seen(long failed, double onTime, List<String> faults, ChangeCount changes) {
        var rows = IntStream.range(0, 3 * SECONDS)
                .mapToObj(second -> row(second, second == SECONDS ? failed : 0))
                .toList();
        return new ReloadSeen(rows, 2000, Map.of("timeout", failed), onTime, OpenStreams.COUNT, faults, changes);
    }

    private static ReloadRow row(int second, long failed) {
        var pieces = Arrays.stream(OpenStream.Kind.values()).collect(Collectors.toMap(Function.identity(), _ -> 100L));
        return new ReloadRow(second, Phase.of(second, SECONDS), 2000, 2000 - failed, failed, 1, 2, 3, 1, pieces);
    }

    private static List<Boolean> met(ReloadSeen seen) {
        return seen.judge().stream().map(Expectation::met).toList();
    }

    @Test
    void reloadThatNobodyNoticesIsAsBelieved() {
        assertThat(met(seen(0, 1, List.of(), ALL_WELL))).doesNotContain(false);
    }

    @Test
    void requestThatFailsIsFoundOut() {
        assertThat(met(seen(1, 1, List.of(), ALL_WELL))).containsExactly(false, true, true, true, true, true);
    }

    @Test
    void requestThatWaitedTooLongOnAMachineThatDidNotHoldTheRateIsNot() {
        var seen = seen(7, 0.9, List.of(), ALL_WELL);

        assertThat(met(seen)).doesNotContain(false);
        assertThat(seen.caution(2000))
                .hasValueSatisfying(said -> assertThat(said).contains("90.0 %"));
    }

    @Test
    void streamThatIsCutIsFoundOut() {
        assertThat(met(seen(0, 1, List.of("WebSocket: closed with 1001 after piece 9"), ALL_WELL)))
                .containsExactly(true, false, true, true, true, true);
    }

    @Test
    void changeWithoutEffectIsFoundOut() {
        assertThat(met(seen(0, 1, List.of(), new ChangeCount(40, 39, 20, 20, 0))))
                .containsExactly(true, true, true, false, true, true);
    }

    @Test
    void mistakeWithAnEffectIsFoundOut() {
        assertThat(met(seen(0, 1, List.of(), new ChangeCount(40, 40, 20, 19, 0))))
                .containsExactly(true, true, true, true, true, false);
    }

    @Test
    void routesThatNobodyChangedProveNothing() {
        assertThat(met(seen(0, 1, List.of(), ChangeCount.NONE))).contains(false);
    }

    @Test
    void reportHasTheChartsAndTheDataBehindThem(@TempDir Path folder) throws IOException {
        var page = new ReloadReport(seen(0, 0.9, List.of(), ALL_WELL), 2000)
                .write(ReportFolder.create(folder, Instant.EPOCH, "drill-reload"), "./casebook drill reload");

        assertThat(Files.readString(page))
                .contains("Changes of the routes a second", "Pieces of streams a second", "Caution", "as believed");
        assertThat(page.resolveSibling("series.csv")).content().contains("15,fault,2000,2000,0,1.000,2.000,3,1,400");
    }
}
