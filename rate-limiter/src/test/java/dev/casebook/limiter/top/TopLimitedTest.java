package dev.casebook.limiter.top;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.top.TopLimited.Limited;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TopLimitedTest {

    private static final Duration WINDOW = Duration.ofMinutes(5);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final TopLimited top = top(10);

    @Test
    void whatWasRefusedMostComesFirst() {
        refuse("a", 3);
        refuse("b", 5);

        var found = top.top(10);

        assertThat(found.refusals()).isEqualTo(8);
        assertThat(found.errorAtMost()).isZero();
        assertThat(found.keys()).containsExactly(new Counted<>(limited("b"), 5, 0), new Counted<>(limited("a"), 3, 0));
    }

    @Test
    void theWindowBeforeCountsTooAndWhatIsOlderIsForgotten() {
        var start = now;
        refuse("a", 3);

        now = now.plus(WINDOW);
        refuse("a", 1);
        assertThat(top.top(10).keys()).containsExactly(new Counted<>(limited("a"), 4, 0));
        assertThat(top.top(10).since()).isEqualTo(start);

        now = now.plus(WINDOW);
        assertThat(top.top(10).keys()).containsExactly(new Counted<>(limited("a"), 1, 0));
        assertThat(top.top(10).since()).isEqualTo(start.plus(WINDOW));

        now = now.plus(WINDOW.multipliedBy(9));
        assertThat(top.top(10).keys()).isEmpty();
    }

    @Test
    void aKeyIsToldByItsBeginning() {
        refuse("x".repeat(100_000), 1);

        assertThat(top.top(1).keys().getFirst().key().key()).hasSizeLessThan(400);
    }

    @Test
    void withoutCountersNothingIsCounted() {
        var none = top(0);
        none.refused("d", "rule", "a");

        assertThat(none.top(10).keys()).isEmpty();
    }

    private void refuse(String key, int times) {
        for (int i = 0; i < times; i++) {
            top.refused("d", "rule", key);
        }
    }

    private static Limited limited(String key) {
        return new Limited("d", "rule", key);
    }

    private TopLimited top(int counters) {
        var settings = new TopSettings() {
            @Override
            public int counters() {
                return counters;
            }

            @Override
            public Duration window() {
                return WINDOW;
            }
        };
        return new TopLimited(settings, new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        });
    }
}
