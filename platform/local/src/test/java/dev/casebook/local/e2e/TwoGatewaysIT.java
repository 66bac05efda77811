package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.local.e2e.Balancer.Backend;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two gateways, one of everything behind them. */
class TwoGatewaysIT {

    private static final int PER_SECOND = 40;
    private static final int SOME = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RunningCasebook casebook;

    @BeforeAll
    static void up() throws IOException {
        casebook = RunningCasebook.up("--scale", "api-gateway=2");
    }

    @AfterAll
    static void down() throws IOException {
        casebook.close();
    }

    @Test
    void tokenOfOneIsGoodAtTheOtherAndAtTheServices() throws IOException {
        var answer = Http.send(
                "POST",
                URI.create("http://127.0.0.1:%d/api/v1/links".formatted(casebook.port("api-gateway-1"))),
                Map.of("Authorization", "Bearer " + casebook.token("alice"), "Content-Type", "application/json"),
                "{\"url\": \"https://example.com/\"}",
                PATIENCE);

        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    @Test
    void noRequestFailsWhileEachOfTwoGatewaysIsAskedToEnd() throws IOException {
        var code = casebook.link(casebook.token("alice"), "https://example.com/");
        var first = backend("api-gateway-0");
        var second = backend("api-gateway-1");
        try (var balancer = new Balancer(List.of(first, second), List.of("/s/" + code)).start(PER_SECOND)) {
            endAndComeBack("api-gateway-0", first, second);
            endAndComeBack("api-gateway-1", second, first);

            assertThat(balancer.failures()).isEmpty();
        }
        assertThat(first.timesAway()).isEqualTo(1);
        assertThat(second.timesAway()).isEqualTo(1);
        assertThat(casebook.output())
                .containsPattern("api-gateway-0.* ended with code 0")
                .containsPattern("api-gateway-1.* ended with code 0");
    }

    private static Backend backend(String gateway) {
        return new Backend(casebook.port(gateway), casebook.managementPort(gateway));
    }

    private static void endAndComeBack(String gateway, Backend backend, Backend other) {
        awaitAnswersOf(backend);
        awaitAnswersOf(other);
        long ended = casebook.pid(gateway).orElseThrow();

        casebook.signal("TERM", gateway);

        await("it is started again")
                .atMost(PATIENCE)
                .until(() -> casebook.pid(gateway).filter(pid -> pid != ended).isPresent());
        awaitAnswersOf(other);
        awaitAnswersOf(backend);
    }

    private static void awaitAnswersOf(Backend backend) {
        int before = backend.answered();
        await("it answers").atMost(PATIENCE).until(() -> backend.answered() > before + SOME);
    }
}
