package dev.casebook.limiter.administration;

import static io.restassured.RestAssured.given;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.ConfigProvider;

/** Whether the service has found the servers that it does without. */
final class Ready {

    private Ready() {}

    static void await() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> "connected".equals(database()) && decides());
    }

    /** As readiness has it. */
    static String database() {
        return given().port(management())
                .get("/q/health/ready")
                .path("checks.find { it.name == 'administration' }.data.database");
    }

    static int readiness() {
        return given().port(management()).get("/q/health/ready").statusCode();
    }

    private static boolean decides() {
        return Administration.decide("basic", "await").extract().statusCode() == 200;
    }

    private static int management() {
        return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
    }
}
