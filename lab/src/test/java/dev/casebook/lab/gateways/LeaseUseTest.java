package dev.casebook.lab.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.gateways.LeaseUse.Reading;
import org.junit.jupiter.api.Test;

class LeaseUseTest {

    private static final Reading BEFORE = new Reading(1_000, 50, 1_200);

    @Test
    void leasesThatTheLimiterChargedForAreGranted() {
        var use = LeaseUse.between(BEFORE, new Reading(11_000, 51, 12_000));

        assertThat(use.isGranted()).isTrue();
        assertThat(use)
                .hasToString("leases admitted 10,000 of 10,001 requests; since its start they spent 11,000 tokens,"
                        + " for which the limiter charged 12,000");
    }

    @Test
    void requestsThatPassForWantOfALimiterAreNot() {
        assertThat(LeaseUse.between(BEFORE, new Reading(11_000, 150, 12_000)).isGranted())
                .isFalse();
    }

    @Test
    void leasesThatNobodyChargedForAreNot() {
        assertThat(LeaseUse.between(BEFORE, new Reading(11_000, 50, 1_200)).isGranted())
                .isFalse();
    }

    @Test
    void nothingAtAllIsNot() {
        assertThat(LeaseUse.between(BEFORE, BEFORE).isGranted()).isFalse();
    }
}
