package dev.casebook.limiter.leases;

import static dev.casebook.limiter.leases.TestCaller.usage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports.BucketQuotaUsage;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private static final LeaseSettings SETTINGS = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(LeaseSettings.class)
            .withDefaultValue("casebook.limiter.leases.max-buckets", "3")
            .withDefaultValue("casebook.limiter.leases.max-messages", "1")
            .build()
            .getConfigMapping(LeaseSettings.class);

    private final Reports reports = new Reports(SETTINGS);

    @Test
    void domainIsSaidOnceAndStays() {
        assertThat(reports.domain("", message("a"))).isEqualTo("a");
        assertThat(reports.domain("a", message(""))).isEqualTo("a");
        assertThat(reports.domain("a", message("a"))).isEqualTo("a");

        assertThatThrownBy(() -> reports.domain("", message("")))
                .hasMessage("the first message of a stream must name the domain");
        assertThatThrownBy(() -> reports.domain("a", message("b")))
                .hasMessage("the domain of this stream is a; for b open another");
        assertThatThrownBy(() -> reports.domain("", message("d".repeat(257))))
                .hasMessage("a domain has at most 256 characters");
    }

    /** Envoy sends whole seconds, and so often none. */
    @Test
    void timeElapsedMayBeMissing() {
        assertThat(reports.usages(message("a", usage(1, 2, Map.of("k", "v")))))
                .containsExactly(new Usage(Map.of("k", "v"), 1, 2));
    }

    @Test
    void numbersAreUnsigned() {
        assertThat(reports.usages(message("a", usage(-1, Long.MAX_VALUE, Map.of("k", "v")))))
                .containsExactly(new Usage(Map.of("k", "v"), 1L << 40, 1L << 40));
    }

    @Test
    void bucketsAreBoundedAndOnceEach() {
        assertInvalid("a bucket must have an entry", usage(0, 0, Map.of()));
        assertInvalid("keys and values of a bucket must not be empty", usage(0, 0, Map.of("k", "")));
        assertInvalid("keys and values of a bucket must not be empty", usage(0, 0, Map.of("", "v")));
        assertInvalid(
                "keys and values of a bucket have at most 256 characters", usage(0, 0, Map.of("k", "v".repeat(257))));
        assertInvalid(
                "a bucket has at most 8 entries, not 9",
                usage(0, 0, IntStream.range(0, 9).boxed().collect(Collectors.toMap(i -> "k" + i, _ -> "v"))));
        assertInvalid(
                "a message tells of a bucket once, not twice of {k=v}",
                usage(0, 0, Map.of("k", "v")),
                usage(1, 0, Map.of("k", "v")));
        assertInvalid(
                "a message has at most 3 buckets",
                IntStream.range(0, 4)
                        .mapToObj(i -> usage(0, 0, Map.of("k", "v" + i)))
                        .toArray(BucketQuotaUsage[]::new));
    }

    @Test
    void aStreamThatSendsTooOftenEnds() {
        var stream = new QuotaStream(reports, null, SETTINGS, new Room(SETTINGS));

        // One a second may pass, however slow this machine is.
        assertThatThrownBy(() -> IntStream.range(0, 1_000_000).forEach(_ -> stream.answer(message("a"))))
                .isInstanceOf(TooManyException.class)
                .hasMessage("a stream sends at most 1 messages a second");
    }

    private void assertInvalid(String reason, BucketQuotaUsage... usages) {
        assertThatThrownBy(() -> reports.usages(message("a", usages)))
                .isInstanceOf(InvalidReportException.class)
                .hasMessage(reason);
    }

    private static RateLimitQuotaUsageReports message(String domain, BucketQuotaUsage... usages) {
        return RateLimitQuotaUsageReports.newBuilder()
                .setDomain(domain)
                .addAllBucketQuotaUsages(List.of(usages))
                .build();
    }
}
