package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriticalityTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9, 10, 11, 100, 4097, 100_000, Integer.MAX_VALUE})
    void nobodyIsRefusedWhileOneThatMattersLessIsLetIn(int places) {
        assertThat(Criticality.BULK.most(places)).isBetween(1, Criticality.NORMAL.most(places));
        assertThat(Criticality.NORMAL.most(places)).isLessThanOrEqualTo(Criticality.CRITICAL.most(places));
        assertThat(Criticality.CRITICAL.most(places)).isEqualTo(places);
    }

    @Test
    void whatMattersLessLeavesPlacesFree() {
        assertThat(Criticality.BULK.most(100)).isEqualTo(50);
        assertThat(Criticality.NORMAL.most(100)).isEqualTo(80);
    }
}
