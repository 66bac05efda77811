package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {

    private static final String EXPECTED = "x-envoy-expected-rq-timeout-ms";
    private static final String GRPC_TIMEOUT = "grpc-timeout";

    private static MultiMap headers(String... namesAndValues) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }

    private static MultiMap told(Deadline deadline, Duration left) {
        var headers = headers(GRPC_TIMEOUT, "as it was");
        deadline.tell(left.toNanos(), headers);
        return headers;
    }

    @Test
    void timeRunsFromTheMomentTheRequestCame() {
        var deadline = Deadline.of(headers(EXPECTED, "250"), Long.MAX_VALUE - 1);

        long over = Long.MAX_VALUE - 1 + 250_000_000;
        assertThat(deadline.isOver(over - 1)).isFalse();
        assertThat(deadline.isOver(over)).isTrue();
        assertThat(deadline.left(Long.MAX_VALUE, over - 7)).isEqualTo(7);
    }

    @Test
    void clientCannotLengthenWhatItsRouteAllows() {
        var deadline = Deadline.of(headers(EXPECTED, "999999999"), 0);

        assertThat(deadline.left(1000, 0)).isEqualTo(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+5", "1s", "1.5", " 5", "1000000000"})
    void otherTextsAreNone(String text) {
        assertThat(Deadline.of(headers(EXPECTED, text), 0).isSet()).isFalse();
    }

    @Test
    void grpcIsToldInItsOwnWay() {
        var deadline = Deadline.of(headers("Content-Type", "application/grpc+proto", GRPC_TIMEOUT, "2S"), 0);

        assertThat(deadline.left(Long.MAX_VALUE, 0)).isEqualTo(2_000_000_000);
        assertThat(told(deadline, Duration.ofMillis(1500)).get(GRPC_TIMEOUT)).isEqualTo("1500m");
    }

    @Test
    void grpcStreamWithoutAnEndIsGivenNone() {
        var deadline = Deadline.of(headers("Content-Type", "application/grpc"), 0);

        assertThat(deadline.isSet()).isFalse();
        assertThat(told(deadline, Duration.ofSeconds(1)).get(GRPC_TIMEOUT)).isEqualTo("as it was");
    }

    @Test
    void everybodyIsToldInMillisecondsAndNobodyNothing() {
        var deadline = Deadline.of(headers(), 0);

        assertThat(told(deadline, Duration.ofSeconds(3)).get(EXPECTED)).isEqualTo("3000");
        assertThat(told(deadline, Duration.ofNanos(3)).get(EXPECTED)).isEqualTo("1");
    }
}
