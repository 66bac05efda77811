package dev.casebook.chassis.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {

    @ParameterizedTest
    @CsvSource({"2H, PT2H", "3M, PT3M", "4S, PT4S", "250m, PT0.25S", "7u, PT0.000007S", "99999999n, PT0.099999999S"})
    void everyUnitIsRead(String header, Duration timeout) {
        assertThat(GrpcTimeout.parse(header)).contains(timeout);
    }

    @ParameterizedTest
    @ValueSource(strings = {"24H", "99999999H", "99999999M"})
    void longOnesAreADay(String header) {
        assertThat(GrpcTimeout.parse(header)).contains(Duration.ofDays(1));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "5", "m", "-5m", "999999999S", "5 S", "5s"})
    void othersAreNone(String header) {
        assertThat(GrpcTimeout.parse(header)).isEmpty();
    }
}
