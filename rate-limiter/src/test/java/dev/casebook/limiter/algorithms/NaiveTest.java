package dev.casebook.limiter.algorithms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.Example;

/** Two short cuts that are found in the wild, and what they cost. */
class NaiveTest {

    /** A bucket that credits whole tokens only and then starts to count anew from now: the begun token is lost each time. */
    private static final class ForgetfulBucket {

        private final Rate rate;
        private long tokens;
        private long since;

        private ForgetfulBucket(Rate rate) {
            this.rate = rate;
        }

        boolean admits(long now) {
            tokens = Math.min(rate.count(), tokens + (now - since) * rate.count() / rate.period());
            since = now;
            if (tokens == 0) {
                return false;
            }
            tokens--;
            return true;
        }
    }

    /** GCRA whose interval is period / count, rounded down. */
    private static final class TruncatedGcra {

        private final long interval;
        private long arrival;

        private TruncatedGcra(Rate rate) {
            this.interval = rate.period() / rate.count();
        }

        boolean admits(long now) {
            long next = Math.max(now, arrival) + interval;
            if (next - interval > now) {
                return false;
            }
            arrival = next;
            return true;
        }
    }

    @Example
    void forgottenFractionsStarveACallerWhoAsksOften() {
        var rate = new Rate(3, 1_000_000);
        var naive = new ForgetfulBucket(rate);
        var key = Key.of(new TokenBucket(rate, 3));
        key.hit(0, 3);

        // Four times a second for ten seconds, of which 30 should pass.
        assertThat(quarters().filter(naive::admits).count()).isZero();
        assertThat(quarters().filter(now -> key.hit(now, 1).admitted()).count()).isEqualTo(30);
    }

    @Example
    void truncatedIntervalLetsMorePassThanTheRate() {
        var rate = new Rate(6, 10);
        var naive = new TruncatedGcra(rate);
        var key = Key.of(new Gcra(rate, 1));

        assertThat(LongStream.range(0, 1_000).filter(naive::admits).count()).isEqualTo(1_000);
        assertThat(LongStream.range(0, 1_000)
                        .filter(now -> key.hit(now, 1).admitted())
                        .count())
                .isLessThanOrEqualTo(600);
    }

    private static LongStream quarters() {
        return LongStream.rangeClosed(1, 40).map(quarter -> quarter * 250_000);
    }
}
