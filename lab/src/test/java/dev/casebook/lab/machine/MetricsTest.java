package dev.casebook.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Metrics METRICS = new Metrics("""
            # TYPE gateway_limits_total counter
            gateway_limits_total{by="lease",outcome="admitted"} 3.0
            gateway_limits_total{by="lease",outcome="refused"} 4.0
            gateway_limits_total{by="open",outcome="admitted"} 1.5E3
            gateway_limits_total_more{by="lease"} 9.0
            gateway_routes_refused 1.0
            """);

    @Test
    void seriesOfANameAreAddedUp() {
        assertThat(METRICS.sum("gateway_limits_total")).isEqualTo(1507);
        assertThat(METRICS.sum("gateway_routes_refused")).isEqualTo(1);
        assertThat(METRICS.sum("gateway_retries_total")).isZero();
    }

    @Test
    void labelsChooseAmongThem() {
        assertThat(METRICS.sum("gateway_limits_total", "by=\"lease\"")).isEqualTo(7);
        assertThat(METRICS.sum("gateway_limits_total", "by=\"lease\"", "outcome=\"admitted\""))
                .isEqualTo(3);
    }
}
