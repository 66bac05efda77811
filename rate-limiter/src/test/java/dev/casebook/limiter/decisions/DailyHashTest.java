package dev.casebook.limiter.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.limiter.rules.Entry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailyHashTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Entry ALICE = new Entry("user", "alice");

    private final DailyHash hash = new DailyHash(secret("a"));

    @Test
    void theSameValueIsKnownOnOneDayAndNotOnTheNext() {
        assertThat(hash.of(ALICE, NOON.plus(Duration.ofHours(11)))).isEqualTo(hash.of(ALICE, NOON));
        assertThat(hash.of(ALICE, NOON.plus(Duration.ofHours(12)))).isNotEqualTo(hash.of(ALICE, NOON));
    }

    @Test
    void itIsKnownToThoseWithTheSecretAlone() {
        assertThat(new DailyHash(secret("a")).of(ALICE, NOON)).isEqualTo(hash.of(ALICE, NOON));
        assertThat(new DailyHash(secret("b")).of(ALICE, NOON)).isNotEqualTo(hash.of(ALICE, NOON));
    }

    @Test
    void keysAndValuesDoNotRunIntoEachOther() {
        assertThat(hash.of(new Entry("a=b", "c"), NOON)).isNotEqualTo(hash.of(new Entry("a", "b=c"), NOON));
        assertThat(hash.of(ALICE, NOON)).hasSize(16);
    }

    private static byte[] secret(String letter) {
        return letter.repeat(32).getBytes(StandardCharsets.UTF_8);
    }
}
