package dev.casebook.gateway.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StatusIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ConfigProperty(name = "quarkus.management.port")
    int managementPort;

    private Reply managed(String path) {
        try (var client = new RawClient(managementPort)) {
            return client.send(get(path)).reply();
        }
    }

    @Test
    void healthIsGoodWhenEveryInstanceIsReadyAndBadWhenOneIsNot() {
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).status() == 200);

        Upstreams.second().ready(false);
        try {
            await().atMost(PATIENCE).until(() -> ask(get("/healthz")).status() == 503);
            assertThat(ask(get("/healthz")).text())
                    .startsWith("{\"status\":\"down\",\"services\":{\"")
                    .contains("\"origin\":[\"ready\"],\"pair\":[\"ready\",\"not-ready\"],\"");
            assertThat(managed("/q/health/ready").status()).isEqualTo(200);
        } finally {
            Upstreams.second().ready(true);
        }
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).status() == 200);
    }

    @Test
    void landingSaysWhatIsHere() {
        var reply = ask(get("/"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("Date")).endsWith("GMT");
        assertThat(reply.text()).contains("/healthz", "/open/**");
    }

    @Test
    void headOfOurOwnAnswersHasNoBody() {
        try (var client = connect()) {
            var head = client.send(request("HEAD", "/", "")).replyWithoutBody();
            var next = client.send(get("/open/after-head")).reply();

            assertThat(head.header("Content-Length")).isNotEqualTo("0");
            assertThat(next.text()).isEqualTo("ok");
        }
    }

    @Test
    void requestsAreCountedByRouteAndOutcome() {
        ask(get("/code/counted"));
        ask(get("/code/counted"));

        // An answer may be with its client before it is counted.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                        managed("/q/metrics").text())
                .containsPattern("gateway_requests_seconds_count\\{.*outcome=\"200\",.*route=\"origin.code\",.*} 2")
                .contains("gateway_upstream_usable{", "gateway_upstream_in_flight{", "gateway_connections "));
    }
}
