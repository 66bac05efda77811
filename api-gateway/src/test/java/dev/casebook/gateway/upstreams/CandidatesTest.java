package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.routes.Balancing;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CandidatesTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Random random = new Random(1);

    private static Instance instance(int weight) {
        return new Instance(
                new Endpoint("127.0.0.1", 1, 2, weight),
                "127.0.0.1",
                false,
                new Reliability(5, SECOND, SECOND),
                new PeakEwma(SECOND));
    }

    private static Candidates candidates(Instance... instances) {
        var candidates = new Candidates(instances.length);
        for (var instance : instances) {
            candidates.add(instance);
        }
        return candidates;
    }

    private Map<Instance, Integer> chosen(Balancing balancing, int times, Instance... instances) {
        var counts = new HashMap<Instance, Integer>();
        for (int turn = 0; turn < times; turn++) {
            counts.merge(candidates(instances).choose(balancing, turn, 0, random), 1, Integer::sum);
        }
        return counts;
    }

    @ParameterizedTest
    @EnumSource(Balancing.class)
    void equalOnesTakeTurns(Balancing balancing) {
        var a = instance(1);
        var b = instance(1);
        var c = instance(1);

        assertThat(chosen(balancing, 30, a, b, c)).containsOnly(Map.entry(a, 10), Map.entry(b, 10), Map.entry(c, 10));
    }

    @ParameterizedTest
    @EnumSource(Balancing.class)
    void onlyOneIsTheOne(Balancing balancing) {
        var a = instance(3);

        assertThat(chosen(balancing, 5, a)).containsOnly(Map.entry(a, 5));
    }

    @Test
    void weightsAreKeptHoweverFewRequestsThereAre() {
        var heavy = instance(3);
        var light = instance(1);

        for (int times : new int[] {4, 8, 40, 400}) {
            assertThat(chosen(Balancing.ROUND_ROBIN, times, heavy, light).get(heavy))
                    .isBetween(times * 3 / 4 - 1, times * 3 / 4 + 1);
        }
    }

    @Test
    void busyOneGetsNothingWhileTheOtherIsFree() {
        var busy = instance(1);
        var free = instance(1);
        busy.requestStarted();

        assertThat(chosen(Balancing.LEAST_REQUESTS, 20, busy, free)).containsOnlyKeys(free);
        assertThat(chosen(Balancing.ROUND_ROBIN, 20, busy, free)).containsEntry(busy, 10);
    }

    @Test
    void heavyOneMayBeBusier() {
        var heavy = instance(4);
        var light = instance(1);
        heavy.requestStarted();
        heavy.requestStarted();
        light.requestStarted();

        assertThat(chosen(Balancing.LEAST_REQUESTS, 20, heavy, light)).containsOnlyKeys(heavy);
    }

    @Test
    void twoOfManyAreComparedSoTheBusiestGetsNothing() {
        var busy = instance(1);
        busy.requestStarted();

        var counts = chosen(Balancing.LEAST_REQUESTS, 300, busy, instance(1), instance(1));

        assertThat(counts).hasSize(2).doesNotContainKey(busy);
    }

    @Test
    void slowOneGetsNothingWhileTheFastOneHasFewRequests() {
        var slow = instance(1);
        var fast = instance(1);
        slow.latency().observe(500, 0);
        fast.latency().observe(100, 0);

        assertThat(chosen(Balancing.EWMA, 20, slow, fast)).containsOnlyKeys(fast);

        for (int i = 0; i < 6; i++) {
            fast.requestStarted();
        }
        assertThat(chosen(Balancing.EWMA, 20, slow, fast)).containsOnlyKeys(slow);
    }
}
