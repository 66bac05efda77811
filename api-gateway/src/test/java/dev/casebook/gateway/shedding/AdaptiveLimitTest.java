package dev.casebook.gateway.shedding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.routes.Criticality;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

    private static final String ROUTE = "a";
    private static final int LEAST = 8;
    private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long INTERVAL = 100 * MILLI;

    private static final Duration AT_ONCE = Duration.ofNanos(2 * INTERVAL);

    private record Settings(boolean enabled, Duration stands) implements SheddingSettings {

        @Override
        public Duration queue() {
            return Duration.ofMillis(25);
        }

        @Override
        public Duration interval() {
            return Duration.ofNanos(INTERVAL);
        }

        @Override
        public int least() {
            return LEAST;
        }

        @Override
        public Duration memory() {
            return Duration.ofSeconds(30);
        }
    }

    private final AdaptiveLimit limit = new AdaptiveLimit(new Settings(true, AT_ONCE), 0);
    private long now;

    private void begin(int requests) {
        for (int i = 0; i < requests; i++) {
            limit.began();
        }
    }

    /** Requests that have begun get their answers after an interval. */
    private void answerAfter(int requests, long took) {
        now += Math.max(took, INTERVAL);
        for (int i = 0; i < requests; i++) {
            limit.answered(ROUTE, now - took, now);
        }
    }

    private void interval(int requests, long took) {
        begin(requests);
        answerAfter(requests, took);
    }

    /** Of 20 requests. */
    private void interval(AdaptiveLimit other, long took) {
        for (int i = 0; i < 20; i++) {
            other.began();
        }
        now += INTERVAL;
        for (int i = 0; i < 20; i++) {
            other.answered(ROUTE, now - took, now);
        }
    }

    /** To 50 of 100, since what may take 26 ms took longer than twice as long. */
    private void cut() {
        interval(20, MILLI);
        interval(100, 100 * MILLI);
        interval(100, 100 * MILLI);
    }

    @Test
    void thereIsNoLimitUntilThereIsAQueue() {
        for (int i = 0; i < 100; i++) {
            interval(1000, 20 * MILLI);
        }

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
        assertThat(limit.hasRoom(Criticality.BULK)).isTrue();
    }

    @Test
    void queueThatStandsCutsTheLimitToWhatWouldBeAnsweredInTime() {
        interval(20, MILLI);
        interval(100, 40 * MILLI);
        interval(100, 40 * MILLI);
        assertThat(limit.limit()).isBetween(60, 70);

        interval(60, 1000 * MILLI);
        assertThat(limit.limit()).as("by half at most").isBetween(30, 35);

        for (int i = 0; i < 10; i++) {
            interval(60, 1000 * MILLI);
        }
        assertThat(limit.limit()).isEqualTo(LEAST);
    }

    @Test
    void pauseIsNoQueue() {
        interval(20, MILLI);
        interval(100, 1000 * MILLI);
        interval(20, MILLI);
        interval(100, 1000 * MILLI);

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void queueThatIsGoneSoonIsForgivenAndOneThatStandsIsNot() {
        var patient = new AdaptiveLimit(new Settings(true, Duration.ofNanos(5 * INTERVAL)), 0);
        interval(patient, MILLI);
        for (int i = 0; i < 4; i++) {
            interval(patient, 80 * MILLI);
        }
        interval(patient, MILLI);
        for (int i = 0; i < 4; i++) {
            interval(patient, 80 * MILLI);
        }
        assertThat(patient.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);

        interval(patient, 80 * MILLI);
        assertThat(patient.limit()).isLessThan(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void oneQuickAnswerProvesThatThereIsNoQueue() {
        interval(20, MILLI);
        begin(20);
        now += 900 * MILLI;
        limit.answered(ROUTE, now - MILLI, now);
        for (int i = 0; i < 19; i++) {
            limit.answered(ROUTE, now - 900 * MILLI, now);
        }

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void routeThatTakesLongIsNoQueue() {
        interval(20, MILLI);
        begin(20);
        now += 900 * MILLI;
        for (int i = 0; i < 20; i++) {
            limit.answered("slow", now - 900 * MILLI, now);
        }

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void limitDoesNotGoDownAgainForTheQueueThatItWentDownFor() {
        cut();
        begin(100);
        long before = now - 500 * MILLI;
        now += INTERVAL;
        for (int i = 0; i < 100; i++) {
            limit.answered(ROUTE, before, now);
        }

        assertThat(limit.limit()).isEqualTo(50);
    }

    @Test
    void whatMattersLessIsRefusedFirst() {
        cut();

        begin(25);
        assertThat(limit.hasRoom(Criticality.BULK)).isFalse();
        assertThat(limit.hasRoom(Criticality.NORMAL)).isTrue();

        begin(15);
        assertThat(limit.hasRoom(Criticality.NORMAL)).isFalse();
        assertThat(limit.hasRoom(Criticality.CRITICAL)).isTrue();

        begin(10);
        assertThat(limit.hasRoom(Criticality.CRITICAL)).isFalse();
        answerAfter(30, MILLI);
        assertThat(limit.hasRoom(Criticality.BULK)).isTrue();
    }

    @Test
    void limitIsGoneSomeTimeAfterTheQueue() {
        cut();
        for (int i = 0; i < 300; i++) {
            interval(20, MILLI);
        }

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void quickFailuresSayNothingAndLateOnesThatThereIsAQueue() {
        interval(20, 10 * MILLI);
        begin(150);
        for (int interval = 0; interval < 2; interval++) {
            now += INTERVAL;
            for (int i = 0; i < 25; i++) {
                limit.failed(ROUTE, now - MILLI, now);
            }
        }
        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);

        for (int interval = 0; interval < 2; interval++) {
            now += INTERVAL;
            for (int i = 0; i < 50; i++) {
                limit.failed(ROUTE, now - INTERVAL, now);
            }
        }
        assertThat(limit.limit()).isBetween(40, 50);
    }

    @Test
    void serviceThatHasBecomeSlowForGoodIsNotHeldDownForEver() {
        interval(20, MILLI);
        for (int i = 0; i < 1000; i++) {
            interval(20, 60 * MILLI);
        }

        assertThat(limit.limit()).isEqualTo(AdaptiveLimit.UNLIMITED);
    }

    @Test
    void switchedOffItRefusesNothing() {
        var off = new AdaptiveLimit(new Settings(false, AT_ONCE), 0);
        for (int i = 0; i < 1000; i++) {
            off.began();
        }

        assertThat(off.hasRoom(Criticality.BULK)).isTrue();
    }

    /** 400 requests a second are all that it can; after a quiet time it gets twice as many, for ten minutes. */
    @Test
    void overloadedServiceDoesAsMuchAsItCanForWhatMattersMost() {
        var counts = overloaded(true);

        assertThat(inTime(counts)).isGreaterThan(0.95 * 400 * 600);
        assertThat(counts.get(Criticality.CRITICAL).share()).isGreaterThan(0.9);
        assertThat(counts.get(Criticality.NORMAL).share()).isBetween(0.3, 0.8);
        assertThat(counts.get(Criticality.BULK).share()).isLessThan(0.1);
    }

    @Test
    void withoutALimitItDoesNextToNothingInTime() {
        assertThat(inTime(overloaded(false))).isLessThan(0.1 * 400 * 600);
    }

    private static Map<Criticality, SimulatedService.Count> overloaded(boolean shedding) {
        var service = new SimulatedService(new AdaptiveLimit(new Settings(shedding, AT_ONCE), 0), 4, 10.0 * MILLI);
        service.run(Map.of(Criticality.CRITICAL, 100, Criticality.NORMAL, 50), 10);
        return service.run(Map.of(Criticality.CRITICAL, 250, Criticality.NORMAL, 250, Criticality.BULK, 300), 600);
    }

    private static double inTime(Map<Criticality, SimulatedService.Count> counts) {
        return counts.values().stream().mapToLong(count -> count.inTime).sum();
    }
}
