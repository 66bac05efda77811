package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;

/** The promise about clicks: every 302 that arrived is counted once, and no more is counted than was sent. */
final class ClickCounts {

    private ClickCounts() {}

    /** Waits until the counts hold the promise, and then watches that no late replay breaks it. */
    static void areExact(RunningCasebook casebook, String token, List<String> codes, Traffic traffic) {
        await("clicks counted")
                .atMost(Duration.ofSeconds(60))
                .during(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    for (var code : codes) {
                        assertThat(casebook.clicks(token, code))
                                .as(
                                        "clicks of %s: %d sent, %d redirects arrived",
                                        code, traffic.sent(code), traffic.redirected(code))
                                .hasValueSatisfying(total ->
                                        assertThat(total).isBetween(traffic.redirected(code), traffic.sent(code)));
                    }
                });
    }
}
