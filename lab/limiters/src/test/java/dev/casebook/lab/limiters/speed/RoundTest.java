package dev.casebook.lab.limiters.speed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.limiters.speed.callers.Limit;
import dev.casebook.lab.limiters.speed.callers.Order;
import dev.casebook.lab.limiters.speed.callers.Tally;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RoundTest {

    private static final Limit HIGH = new Limit(3_600, Duration.ofHours(1), 1_000);

    /** Of two seconds, in which two hits come back. */
    private static Round round(int keys, long admitted, long failed, OptionalLong remaining) {
        var tally = new Tally(admitted, admitted, failed, 2, 0.5, 1, remaining);
        var order = new Order("k", keys, HIGH, Duration.ofSeconds(2));
        return new Round("limiter", "keys", 1, order, tally, 0.1, 10, 5, OptionalDouble.empty());
    }

    private static Round hot(long admitted, long failed, long remaining) {
        return round(1, admitted, failed, OptionalLong.of(remaining));
    }

    @Test
    void whatWasAdmittedWasChargedOnce() {
        assertThat(hot(600, 0, 400).exact()).isTrue();
        assertThat(hot(600, 0, 403).exact()).isTrue();
    }

    @Test
    void anAdmissionThatWasNotChargedIsNoticed() {
        assertThat(hot(600, 0, 450).exact()).isFalse();
    }

    @Test
    void aChargeThatAdmittedNobodyIsNoticedUnlessItsDecisionFailed() {
        assertThat(hot(600, 0, 390).exact()).isFalse();
        assertThat(hot(600, 10, 390).exact()).isTrue();
    }

    @Test
    void moreThanTheLimitIsNoticed() {
        assertThat(round(1, 1_002, 0, OptionalLong.empty()).exact()).isTrue();
        assertThat(round(1, 1_003, 0, OptionalLong.empty()).exact()).isFalse();
        assertThat(round(2, 2_005, 0, OptionalLong.empty()).exact()).isFalse();
    }
}
