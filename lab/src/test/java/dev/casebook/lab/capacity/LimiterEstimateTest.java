package dev.casebook.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimiterEstimateTest {

    private static final List<String> RUN = List.of(
            "table,limiter,keys,round,seconds,decisions,admitted,failed,p50_ms,p99_ms,redis_commands,cpu_us,redis_cpu_us,bytes",
            "In process,casebook,100000 keys,1,3.0,900000,900000,0,1,2,0.1,1.0,1.0,1",
            "Over gRPC,casebook,100000 keys,1,3.0,90000,90000,0,1,2,0.1,20.0,8.0,200",
            "Over gRPC,casebook,one hot key,1,3.0,120000,120000,0,1,2,0.1,15.0,4.0,",
            "Over gRPC,empty method,100000 keys,1,3.0,180000,180000,0,1,2,0,12.0,0.0,",
            "Over gRPC,casebook,100000 keys,2,2.0,80000,80000,0,1,2,0.1,30.0,12.0,210");

    private final LimiterEstimate chapter = LimiterEstimate.CHAPTER;

    @Test
    void aMillionDecisionsASecondNeedSeventeenRedisServers() {
        assertThat(chapter.decisionsPerRedis()).isCloseTo(60_000, within(1e-6));
        assertThat(chapter.redisServers()).isEqualTo(17);
    }

    @Test
    void memoryIsNotWhatItTakesThemFor() {
        assertThat(chapter.bytes()).isEqualTo(2.5e9);
        assertThat(chapter.bytesPerRedis()).isCloseTo(147e6, within(1e6));
    }

    @Test
    void instancesFollowFromWhatADecisionCosts() {
        assertThat(chapter.instances()).isEqualTo(11);
    }

    @Test
    void leasesTakeTheCallsAwayAndAddABound() {
        assertThat(chapter.leasesPerSecond(1_000)).isEqualTo(1_000);
        assertThat(LimiterEstimate.overshoot(10, 0.05)).isCloseTo(0.5, within(1e-9));
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new LimiterEstimate(0, 1, 1, 1, 1, 1, 0.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimiterEstimate(1, 1, 1, 0, 1, 1, 0.5))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LimiterEstimate(1, 1, 1, 1, 1, 1, 1.1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRunAnswersWithTheMediansOfItsRounds() {
        assertThat(MeasuredLimiter.of(RUN)).contains(new MeasuredLimiter(35_000, 25, 10, 205));
        assertThat(MeasuredLimiter.of(RUN.subList(0, 2))).isEmpty();
    }

    @Test
    void whatWasMeasuredStandsBesideTheEstimate() {
        var rows = new LimiterRows(chapter, MeasuredLimiter.of(RUN)).rows();

        assertThat(rows).contains(List.of("a key in Redis", "250 bytes", "205 bytes"));
        assertThat(rows).contains(List.of("Redis servers, without replicas", "17", "17"));
        assertThat(new LimiterRows(chapter, Optional.empty()).rows())
                .contains(List.of("Redis servers, without replicas", "17", "–"));
    }
}
