package dev.casebook.chassis.jdbc;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casebook.testkit.Server;
import dev.casebook.testkit.StoppedServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql")
@TestProfile(LateDatabaseIT.DownAtStart.class)
class LateDatabaseIT {

    @TestHTTPResource(value = "/health", management = true)
    String health;

    @Test
    void serviceStartsWithoutItsDatabaseAndIsReadyOnceItCame() {
        given().get(health + "/live").then().statusCode(200);
        given().get(health + "/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'database' }.status", equalTo("DOWN"));

        TestServers.get(Server.POSTGRESQL).start();

        await().atMost(60, SECONDS)
                .untilAsserted(() -> given().get(health + "/ready").then().statusCode(200));
    }

    public static final class DownAtStart implements QuarkusTestProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(StoppedServer.class, Map.of("server", "POSTGRESQL")));
        }
    }
}
