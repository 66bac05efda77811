package dev.casebook.lab.drills;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.load.Second;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class KnownLinksSeenTest {

    private static final int SECONDS = 10;
    private static final long QUICK = 100;

    private final KnownLinksSeen seen = new KnownLinksSeen(SECONDS, _ -> {});

    private static Second second(int index, long failed, long micros) {
        var latency = new Histogram(3);
        latency.recordValue(micros);
        return new Second(index, 1 + failed, 1, failed, 0, latency);
    }

    /** @param slow how many seconds of the first fault take as long as {@code micros} */
    private void fill(int slow, long micros) {
        for (int i = 0; i < seen.duration().toSeconds(); i++) {
            seen.note(second(i, 0, i >= SECONDS && i < SECONDS + slow ? micros : QUICK));
        }
    }

    @Test
    void faultsAreApart() {
        assertThat(seen.duration()).isEqualTo(Duration.ofSeconds(130));
        assertThat(seen.fault(-3)).isEmpty();
        assertThat(seen.fault(9)).isEmpty();
        assertThat(seen.fault(10)).containsExactly("redis-cache");
        assertThat(seen.fault(20)).isEmpty();
        assertThat(seen.fault(110)).isEqualTo(List.of("postgresql", "kafka"));
        assertThat(seen.fault(119)).isEqualTo(List.of("postgresql", "kafka"));
        assertThat(seen.fault(120)).isEmpty();
        assertThat(seen.fault(500)).isEmpty();
    }

    @Test
    void whatIsSlowBeforeAFaultIsKnownIsToldAndNotJudged() {
        fill(KnownLinksSeen.DETECTED_AFTER, 900_000);

        assertThat(seen.slowestAtFirst("redis-cache")).isBetween(899d, 901d);
        assertThat(seen.judge()).hasSize(7).allMatch(Expectation::met);
    }

    @Test
    void whatIsSlowAfterwardsIsJudged() {
        fill(SECONDS, 900_000);

        assertThat(seen.judge())
                .filteredOn(belief -> !belief.met())
                .singleElement()
                .satisfies(belief -> assertThat(belief.belief()).contains("without redis-cache,"));
    }

    @Test
    void oneFailureIsTooMany() {
        fill(0, 0);
        seen.note(second(5, 1, QUICK));

        assertThat(seen.judge().getFirst().met()).isFalse();
    }

    @Test
    void faultInWhichNothingWasAnsweredIsNotPassed() {
        assertThat(seen.judge()).filteredOn(Expectation::met).hasSize(1);
    }
}
