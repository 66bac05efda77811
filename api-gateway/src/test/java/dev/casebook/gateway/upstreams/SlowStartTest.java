package dev.casebook.gateway.upstreams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlowStartTest {

    private static final Duration LENGTH = Duration.ofSeconds(10);

    private final SlowStart slowStart = new SlowStart();

    @Test
    void whoHasLongBeenThereGetsAll() {
        assertThat(slowStart.share(Long.MIN_VALUE, LENGTH)).isEqualTo(1);
        assertThat(slowStart.takesPart(0, LENGTH, new Random(1))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-5000, 0.1", "0, 0.1", "500, 0.1", "1000, 0.1", "5000, 0.5", "10000, 1", "600000, 1"})
    void shareGrowsEvenly(long millis, double share) {
        slowStart.begin(Long.MAX_VALUE - 1);

        assertThat(slowStart.share(Long.MAX_VALUE - 1 + millis * 1_000_000, LENGTH))
                .isEqualTo(share);
    }

    @Test
    void takesPartAsOftenAsItsShareSays() {
        slowStart.begin(0);
        var random = new Random(1);

        int taken = 0;
        for (int i = 0; i < 10_000; i++) {
            taken += slowStart.takesPart(LENGTH.toNanos() * 3 / 10, LENGTH, random) ? 1 : 0;
        }

        assertThat(taken).isBetween(2800, 3200);
    }
}
