package dev.casebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static Plan plan(String host, int rate) {
        var target = new InetSocketAddress(host, 8080);
        return new Plan(target, rate, Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(1), 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "10.0.0.1", "0.0.0.0", "2001:db8::1"})
    void targetElsewhereIsRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(host, 1))
                .withMessageContaining("not a loopback address");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
    void targetOnThisMachineIsAccepted(String host) {
        assertThat(plan(host, 1).target().getAddress().isLoopbackAddress()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 2_000, 999_983})
    void measuredRequestsAreDueAtEvenDistancesForever(int rate) {
        var plan = plan("127.0.0.1", rate);
        long first = plan.warmupRequests();

        assertThat(plan.dueNanos(first)).isEqualTo(2_000_000_000L);
        assertThat(plan.dueNanos(first + rate)).isEqualTo(3_000_000_000L);
        assertThat(plan.dueNanos(first + 86_400L * rate)).isEqualTo(86_402_000_000_000L);
        assertThat(LongStream.range(first, first + 2_000).map(n -> plan.dueNanos(n + 1) - plan.dueNanos(n)))
                .allMatch(distance -> Math.abs(distance - 1e9 / rate) < 1);
    }

    @Test
    void warmupRisesToTheRateAndHoldsIt() {
        var plan = plan("127.0.0.1", 1_000);

        assertThat(plan.warmupRequests()).isEqualTo(1_500);
        assertThat(plan.dueNanos(0)).isZero();
        assertThat(plan.dueNanos(125)).isEqualTo(500_000_000L);
        assertThat(plan.dueNanos(500)).isEqualTo(1_000_000_000L);
        assertThat(plan.dueNanos(1_000)).isEqualTo(1_500_000_000L);
        assertThat(LongStream.range(0, 1_500).map(n -> plan.dueNanos(n + 1) - plan.dueNanos(n)))
                .allMatch(distance -> distance > 900_000);
    }

    @Test
    void requestsAddUp() {
        var plan = plan("127.0.0.1", 50);

        assertThat(plan.warmupRequests()).isEqualTo(75);
        assertThat(plan.measuredRequests()).isEqualTo(150);
        assertThat(plan.requests()).isEqualTo(225);
    }
}
