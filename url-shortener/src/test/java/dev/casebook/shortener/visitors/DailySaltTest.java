package dev.casebook.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DailySaltTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final byte[] ADDRESS = {(byte) 203, 0, 113, 7};

    private final DailySalt salt = new DailySalt("secret");

    @Test
    void visitorIsTheSameAllDayOnEveryInstance() {
        assertThat(new DailySalt("secret").visitor(NOON.plusSeconds(43_199), ADDRESS, "agent"))
                .isEqualTo(salt.visitor(NOON, ADDRESS, "agent"));
    }

    @Test
    void visitorIsAnotherOnAnotherDay() {
        assertThat(salt.visitor(NOON.plusSeconds(43_200), ADDRESS, "agent"))
                .isNotEqualTo(salt.visitor(NOON, ADDRESS, "agent"));
    }

    @Test
    void threadThatWentOnToTheNextDayStillKnowsTheOneBefore() {
        long before = salt.visitor(NOON, ADDRESS, "agent");
        salt.visitor(NOON.plusSeconds(86_400), ADDRESS, "agent");

        assertThat(salt.visitor(NOON, ADDRESS, "agent")).isEqualTo(before);
    }

    @Test
    void visitorsDifferByAddressAgentAndSecret() {
        long one = salt.visitor(NOON, ADDRESS, "agent");

        assertThat(salt.visitor(NOON, new byte[] {(byte) 203, 0, 113, 8}, "agent"))
                .isNotEqualTo(one);
        assertThat(salt.visitor(NOON, ADDRESS, "other")).isNotEqualTo(one);
        assertThat(new DailySalt("other").visitor(NOON, ADDRESS, "agent")).isNotEqualTo(one);
    }

    @Test
    void ipv6HostIsKnownByItsNetwork() {
        var home = new byte[16];
        home[0] = 0x20;
        var samePrefix = home.clone();
        samePrefix[15] = 1;
        var otherPrefix = home.clone();
        otherPrefix[7] = 1;

        assertThat(salt.visitor(NOON, samePrefix, "agent")).isEqualTo(salt.visitor(NOON, home, "agent"));
        assertThat(salt.visitor(NOON, otherPrefix, "agent")).isNotEqualTo(salt.visitor(NOON, home, "agent"));
    }
}
