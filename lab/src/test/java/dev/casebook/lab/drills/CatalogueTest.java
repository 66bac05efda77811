package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A drill must be able to fail. */
class CatalogueTest {

    private static final int SECONDS = 15;

    static Stream<Drill> drills() {
        return Catalogue.DRILLS.stream();
    }

    @ParameterizedTest
    @MethodSource("drills")
    void gatewayThatLetsAllRequestsFailIsFoundOut(Drill drill) {
        assertThat(drill.judge().of(observations(drill, 0, List.of(800L, 800L), Map.of("timeout", 7_500L))))
                .anyMatch(belief -> !belief.met());
    }

    @ParameterizedTest
    @MethodSource("drills")
    void gatewayThatHidesTheFaultIsAsBelieved(Drill drill) {
        var share = drill.name().equals("upstream-slow") ? List.of(500L, 0L) : List.of(250L, 250L);

        assertThat(drill.judge()
                        .of(observations(drill, 500, share, Map.of()))
                        .getFirst()
                        .met())
                .isTrue();
    }

    private static List<Observation> observations(Drill drill, long right, List<Long> asked, Map<String, Long> errors) {
        var rows = IntStream.range(0, 3 * SECONDS)
                .mapToObj(second -> {
                    var phase = Phase.of(second, SECONDS);
                    long now = phase == Phase.FAULT ? right : 500;
                    return new Row(second, phase, 500, now, 500 - now, 1, 2, asked, 500);
                })
                .toList();
        return drill.setups().stream()
                .map(setup -> new Observation(setup, rows, errors))
                .toList();
    }
}
