package dev.casebook.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.proxy.Totals;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RatesTest {

    private final Rates rates = new Rates();

    private void sample(int second, long requests, long failures, double millis) {
        rates.add(Map.of("a", new Totals(requests, failures, millis)), TimeUnit.SECONDS.toNanos(second));
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(rates.of("a")).isEqualTo(Rate.NONE);

        sample(0, 1000, 10, 5000);

        assertThat(rates.of("a")).isEqualTo(Rate.NONE);
    }

    @Test
    void requestsCountForTenSeconds() {
        for (int second = 0; second <= 30; second++) {
            sample(second, second * 20L, second * 2L, second * 100.0);
        }

        assertThat(rates.of("a")).isEqualTo(new Rate(20, 2, 5));

        for (int second = 31; second <= 40; second++) {
            sample(second, 600, 60, 3000);
        }
        assertThat(rates.of("a")).isEqualTo(Rate.NONE);
    }

    @Test
    void routeThatBeginsAnewIsNotNegative() {
        sample(0, 1000, 10, 5000);
        sample(1, 5, 0, 10);

        assertThat(rates.of("a")).isEqualTo(new Rate(5, 0, 2));
        assertThat(rates.of("unknown")).isEqualTo(Rate.NONE);
    }
}
