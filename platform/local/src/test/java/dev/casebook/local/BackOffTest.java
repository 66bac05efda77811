package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff backOff = new BackOff();

    @Test
    void waitsLongerAfterEachCrashUpToALimit() {
        assertThat(crash()).isEqualTo(BackOff.FIRST);
        assertThat(crash()).isEqualTo(BackOff.FIRST.multipliedBy(2));
        for (int i = 0; i < 10; i++) {
            crash();
        }
        assertThat(crash()).isEqualTo(BackOff.LONGEST);
    }

    @Test
    void beginsAgainAfterItRanWell() {
        crash();
        crash();

        assertThat(backOff.afterRunning(BackOff.WELL)).isEqualTo(BackOff.FIRST);
    }

    private Duration crash() {
        return backOff.afterRunning(Duration.ofSeconds(1));
    }
}
