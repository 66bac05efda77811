package dev.casebook.lab.limiters.speed.callers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OrderTest {

    @Test
    void ordersAndTalliesArriveAsTheyWereSent() {
        var order = new Order("1-2-", 100_000, new Limit(10, Duration.ofMillis(1_500), 20), Duration.ofSeconds(3));
        var hot = new Tally(1_000, 990, 3, 3.000251, 0.512, 4.25, OptionalLong.of(0));
        var many = new Tally(1_000, 990, 3, 3.000251, 0.512, 4.25, OptionalLong.empty());

        assertThat(Order.parse(order.line())).isEqualTo(order);
        assertThat(Tally.parse(hot.line())).isEqualTo(hot);
        assertThat(Tally.parse(many.line())).isEqualTo(many);
    }

    @Test
    void whatIsNoTallyIsRefused() {
        assertThatThrownBy(() -> Tally.parse("ready")).hasMessageContaining("ready");
    }

    @Test
    void aLimitLetsItsBurstAndWhatComesBackPass() {
        assertThat(new Limit(10, Duration.ofSeconds(2), 7).most(1)).isEqualTo(12);
    }
}
