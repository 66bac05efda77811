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
    void browserGetsAPageThatSaysWhatRuns() {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var page = ask(get("/", "Accept: text/html,*/*;q=0.8"));
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
            assertThat(page.header("Vary")).isEqualTo("Accept");
            assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "style-src 'sha256-");
            assertThat(page.text())
                    .contains("<h1>Casebook</h1>", "<td>origin.code</td>", "GET /code/{x}", "WebSockets")
                    .contains("<a href=\"/openapi/origin\">/openapi/origin</a>")
                    .containsPattern("<td>pair</td>.*0: <span class=\"good\">ready, 0 in flight")
                    .containsPattern("<td>round robin</td>")
                    .containsPattern("<span class=\"good\">closed</span>")
                    .doesNotContain("127.0.0.1");
        });
    }

    @Test
    void pageSaysWhatIsNotReady() {
        Upstreams.second().ready(false);
        try {
            await().atMost(PATIENCE).until(() -> ask(get("/", "Accept: text/html"))
                    .text()
                    .contains("1: <span class=\"bad\">not-ready</span>"));
        } finally {
            Upstreams.second().ready(true);
        }
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).status() == 200);
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
