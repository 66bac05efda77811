package dev.casebook.limiter.client.leases;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Durations;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse.BucketAction.QuotaAssignmentAction;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitStrategy.BlanketRule;
import dev.casebook.contracts.envoy.ratelimitquota.v3.TokenBucket;
import dev.casebook.limiter.client.leases.Holding.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HoldingTest {

    @Test
    void whatWasSpentSinceTheReportComesOff() {
        var holding = Holding.of(tokens(10), 100, 0);

        assertThat(holding.ceiling()).isEqualTo(110);
        assertThat(holding.due(105, 49)).isFalse();
        assertThat(holding.due(106, 49)).isTrue();
    }

    @Test
    void halfOfItsTimeMakesItDueAndAllOfItEndsIt() {
        var holding = Holding.of(tokens(10), 0, 1_000);

        assertThat(holding.due(0, 1_049)).isFalse();
        assertThat(holding.due(0, 1_050)).isTrue();
        assertThat(holding.kind(1_099)).isEqualTo(Kind.TOKENS);
        assertThat(holding.kind(1_100)).isEqualTo(Kind.NONE);
    }

    @Test
    void denialLastsToItsEnd() {
        var denial = Holding.of(blanket(BlanketRule.DENY_ALL), 0, 0);

        assertThat(denial.due(0, 99)).isFalse();
        assertThat(denial.kind(99)).isEqualTo(Kind.DENIAL);
        assertThat(denial.due(0, 100)).isTrue();
    }

    @Test
    void openIsRenewedWhileItLasts() {
        var open = Holding.of(blanket(BlanketRule.ALLOW_ALL), 0, 0);

        assertThat(open.due(1_000, 49)).isFalse();
        assertThat(open.due(1_000, 50)).isTrue();
        assertThat(open.kind(99)).isEqualTo(Kind.OPEN);
    }

    @Test
    void localShareIsSoManyInEachPeriod() {
        var window = new LocalWindow(new Fallback.LocalShare(2, Duration.ofNanos(100)));

        assertThat(window.admits(7)).isTrue();
        assertThat(window.admits(106)).isTrue();
        assertThat(window.admits(106)).isFalse();
        assertThat(window.admits(107)).isTrue();
    }

    private static QuotaAssignmentAction tokens(int count) {
        return action(RateLimitStrategy.newBuilder()
                .setTokenBucket(TokenBucket.newBuilder().setMaxTokens(count)));
    }

    private static QuotaAssignmentAction blanket(BlanketRule rule) {
        return action(RateLimitStrategy.newBuilder().setBlanketRule(rule));
    }

    /** For 100 ns. */
    private static QuotaAssignmentAction action(RateLimitStrategy.Builder strategy) {
        return QuotaAssignmentAction.newBuilder()
                .setAssignmentTimeToLive(Durations.fromNanos(100))
                .setRateLimitStrategy(strategy)
                .build();
    }
}
