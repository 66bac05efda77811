package dev.casebook.lab.limiters.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class CountersTest {

    private static final String THERE = """
            # TYPE ratelimit_service_rate_limit_total_hits counter
            ratelimit_service_rate_limit_total_hits{domain="d",key1="k",key2="v_{a}"} 12
            ratelimit_service_rate_limit_total_hits{domain="d",key1="k"} 3
            ratelimit_service_rate_limit_over_limit{domain="d",key1="k"} 0
            ratelimit_server_requests{grpc_method="m"} 7
            """;

    private static final String HERE = """
            ratelimit_service_rate_limit_total_hits{key1="k",domain="d",key2="",} 3.0
            ratelimit_service_rate_limit_total_hits{domain="d",key1="k",key2="v_{a}",} 1.2E1
            ratelimit_service_decisions{source="store",} 9.0
            """;

    @Test
    void sameCountersAreNoDifferenceHoweverTheyAreWritten() {
        assertThat(Counters.parse(THERE).differences(Counters.parse(HERE))).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        var here = Counters.parse(HERE.replace("3.0", "4.0"));

        assertThat(Counters.parse(THERE).differences(here))
                .isEqualTo("ratelimit_service_rate_limit_total_hits{domain=d,key1=k}: 3, here 4\n");
    }

    @Test
    void onlyWhatWasCountedSinceCounts() {
        var later = Counters.parse(THERE.replace("} 3", "} 5"));

        assertThat(later.since(Counters.parse(THERE)).values())
                .containsExactly(entry("ratelimit_service_rate_limit_total_hits{domain=d,key1=k}", 2L));
    }
}
