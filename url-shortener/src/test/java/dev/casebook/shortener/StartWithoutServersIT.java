package dev.casebook.shortener;

import static dev.casebook.shortener.Api.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing listens where the servers should be. */
class StartWithoutServersIT {

    @TempDir
    static Path folder;

    private static ShortenerProcess service;

    @BeforeAll
    static void start() throws Exception {
        service = ShortenerProcess.startWithoutServers(folder.resolve("data"));
    }

    @AfterAll
    static void end() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void serviceLivesAndSaysWhatIsMissing() throws Exception {
        assertThat(service.health("/q/health/live").get().statusCode()).isEqualTo(200);
        soon().untilAsserted(() -> {
            var ready = service.health("/q/health/ready").get();
            assertThat(ready.statusCode()).isEqualTo(503);
            var checks = JsonPath.from(ready.body());
            assertThat(said(checks, "database", "status")).isEqualTo("DOWN");
            assertThat(said(checks, "codes", "status")).isEqualTo("DOWN");
            assertThat(said(checks, "codes", "data.reason")).isNotNull();
            assertThat(said(checks, "redis", "status")).isEqualTo("UP");
            assertThat(said(checks, "redis", "data.cache")).isEqualTo("disconnected");
            assertThat(said(checks, "kafka", "status")).isEqualTo("UP");
        });
    }

    @Test
    void nobodyIsToldThatALinkDoesNotExist() throws Exception {
        var answer = service.follow("abc1234").get();

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void creationIsRefusedAtOnce() {
        soon().untilAsserted(() -> {
            var answer = service.create("alice", Api.unique("nowhere")).get();
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        });
    }

    private static String said(JsonPath checks, String check, String field) {
        return checks.getString("checks.find { it.name == '%s' }.%s".formatted(check, field));
    }
}
