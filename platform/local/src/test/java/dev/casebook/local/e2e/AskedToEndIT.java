package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGTERM for the only shortener, met at its own port: what was begun is finished, what was clicked is counted or kept, and the exit code is 0, in time,
 * whatever hangs. The one that is started in its place ships what it left.
 */
class AskedToEndIT {

    private static final String SHORTENER = "url-shortener-0";

    /** The design says 10 s when no request is in flight; a busy machine takes longer. */
    private static final Duration EXIT = Duration.ofSeconds(30);

    /** {@code quarkus.shutdown.delay}: without a request in flight it would end then. */
    private static final Duration BALANCERS_NOTICE = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PER_SECOND = 100;
    private static final int VISITS = 40;

    private static RunningCasebook casebook;
    private static String alice;

    @BeforeAll
    static void up() throws IOException {
        casebook = RunningCasebook.up("url-shortener");
        alice = casebook.token("alice");
    }

    @AfterAll
    static void down() throws IOException {
        casebook.close();
    }

    @AfterEach
    void anotherOneServes() {
        await("ready").atMost(PATIENCE).until(casebook::isHealthy);
        await("a link can be made")
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> create("{\"url\": \"https://example.com/\"}").status() == 201);
    }

    @Test
    void everyClickUntilTheEndIsCountedAndVisitsLeasedButUnspentAreGivenBack() throws IOException {
        var code = casebook.link(alice, "https://example.com/");
        var limit = create("{\"url\": \"https://example.com/\", \"maxVisits\": %d}".formatted(VISITS));
        var limited = Json.text(limit.body(), "code");
        assertThat(visit(limited)).isEqualTo(302);
        try (var traffic = new Traffic(shortener("/"), List.of(code)).start(PER_SECOND)) {
            await("many redirects").atMost(PATIENCE).until(() -> traffic.redirected() > 2 * PER_SECOND);

            assertThat(exitCode()).isZero();

            traffic.close();
            anotherOneServes();
            ClickCounts.areExact(casebook, alice, List.of(code), traffic);
        }
        for (int i = 1; i < VISITS; i++) {
            assertThat(visit(limited)).isEqualTo(302);
        }
        assertThat(visit(limited)).isEqualTo(410);
    }

    @Test
    void requestInFlightGetsItsAnswer() throws IOException {
        int ended = casebook.exitCodes(SHORTENER).size();
        var headers = Map.of("Authorization", "Bearer " + alice, "Content-Type", "application/json");
        var body = "{\"url\": \"https://example.com/slow\"}";
        try (var creation = new SlowRequest("POST", shortener("/api/v1/links"), headers, body, PATIENCE)) {
            casebook.signal("TERM", SHORTENER);
            var longAfter = Instant.now().plus(BALANCERS_NOTICE.multipliedBy(2));
            await().atMost(PATIENCE).until(() -> Instant.now().isAfter(longAfter));
            assertThat(casebook.exitCodes(SHORTENER)).hasSize(ended);

            var answer = creation.finish();

            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            assertThat(Json.text(answer.body(), "url")).isEqualTo("https://example.com/slow");
        }
        assertThat(awaitExitAfter(ended)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka", "postgresql"})
    void endsInTimeWhileAServerHangsAndItsClicksAreCountedLater(String server) throws IOException {
        var code = casebook.link(alice, "https://example.com/");
        assertThat(visit(code)).isEqualTo(302);
        casebook.signal("STOP", server);
        try {
            for (int i = 1; i < 100; i++) {
                assertThat(visit(code)).isEqualTo(302);
            }

            assertThat(exitCode()).isZero();
        } finally {
            casebook.signal("CONT", server);
        }

        await("clicks counted").atMost(PATIENCE).untilAsserted(() -> assertThat(casebook.clicks(alice, code))
                .hasValue(100L));
    }

    /** Asks it to end. */
    private static int exitCode() {
        int ended = casebook.exitCodes(SHORTENER).size();
        casebook.signal("TERM", SHORTENER);
        return awaitExitAfter(ended);
    }

    private static int awaitExitAfter(int ended) {
        await("it ends").atMost(EXIT).until(() -> casebook.exitCodes(SHORTENER).size() > ended);
        return casebook.exitCodes(SHORTENER).get(ended);
    }

    /** Asks again when told to: a busy machine may not lease in time. */
    private static int visit(String code) {
        return await("an answer")
                .pollDelay(Duration.ZERO)
                .atMost(PATIENCE)
                .until(() -> Http.get(shortener("/s/" + code), PATIENCE).status(), status -> status != 503);
    }

    private static Http.Answer create(String link) throws IOException {
        return casebook.call("POST", "/api/v1/links", alice, link);
    }

    private static URI shortener(String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(casebook.port(SHORTENER), path));
    }
}
