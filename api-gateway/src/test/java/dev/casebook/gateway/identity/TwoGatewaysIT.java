package dev.casebook.gateway.identity;

import static dev.casebook.gateway.support.GatewayTest.get;
import static dev.casebook.gateway.support.GatewayTest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.gateway.support.GatewayProcess;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways beside each other, each with the development issuer on. */
class TwoGatewaysIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void tokenOfOneIsGoodAtTheOther() throws IOException {
        try (var upstream = new TestUpstream()) {
            upstream.ready(true);
            try (var first = start("first", upstream);
                    var second = start("second", upstream)) {
                await().atMost(PATIENCE).until(() -> GatewayProcess.answers(first.port(), "/healthz", 200));
                await().atMost(PATIENCE).until(() -> GatewayProcess.answers(second.port(), "/healthz", 200));

                var token = new ObjectMapper()
                        .readTree(ask(first, request("POST", "/auth/token", "{\"subject\":\"alice\"}"))
                                .body())
                        .path("access_token")
                        .asText();

                assertThat(ask(second, get("/private/mine", "Authorization: Bearer " + token))
                                .status())
                        .isEqualTo(200);
                assertThat(ask(second, get("/.well-known/jwks.json")).text())
                        .isEqualTo(ask(first, get("/.well-known/jwks.json")).text());
            }
        }
    }

    /** Both start at once, and there is no key yet. */
    private GatewayProcess start(String name, TestUpstream upstream) throws IOException {
        return new GatewayProcess(
                Files.createDirectory(folder.resolve(name)),
                Path.of("src/test/resources/routes"),
                "origin=" + upstream.address(),
                Map.of(
                        "CASEBOOK_GATEWAY_ISSUER_ENABLED",
                        "true",
                        "CASEBOOK_GATEWAY_ISSUER_KEY_FOLDER",
                        folder.resolve("shared").toString()));
    }

    private static Reply ask(GatewayProcess gateway, String request) {
        try (var client = new RawClient(gateway.port())) {
            return client.send(request).reply();
        }
    }
}
