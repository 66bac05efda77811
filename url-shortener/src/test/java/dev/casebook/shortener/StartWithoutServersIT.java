package dev.casebook.shortener;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.follow;
import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** Nothing listens where the servers should be. */
@QuarkusTest
@WithServers
@TestProfile(StartWithoutServersIT.NothingThere.class)
class StartWithoutServersIT {

    public static class NothingThere implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/url_shortener",
                    "quarkus.datasource.username", "url_shortener",
                    "quarkus.datasource.password", "none",
                    "kafka.bootstrap.servers", "127.0.0.1:1",
                    "casebook.redis.cache.url", "redis://127.0.0.1:1",
                    "casebook.data-dir", "target/data-without-servers");
        }
    }

    @Test
    void serviceLivesAndSaysWhatIsMissing() {
        given().get(management("/q/health/live")).then().statusCode(200);
        given().get(management("/q/health/ready"))
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'database' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'codes' }.status", equalTo("DOWN"))
                .body("checks.find { it.name == 'codes' }.data.reason", notNullValue())
                .body("checks.find { it.name == 'redis' }.status", equalTo("UP"))
                .body("checks.find { it.name == 'redis' }.data.cache", equalTo("disconnected"))
                .body("checks.find { it.name == 'kafka' }.status", equalTo("UP"));
    }

    @Test
    void nobodyIsToldThatALinkDoesNotExist() {
        follow("abc1234").statusCode(503).header("Retry-After", notNullValue());
    }

    @Test
    void creationIsRefusedAtOnce() {
        await().atMost(PATIENCE).untilAsserted(() -> as("alice")
                .body(Map.of("url", "https://example.com/"))
                .post(LINKS)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue()));
    }

    private static String management(String path) {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class)
                + path;
    }
}
