package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each process in turn is killed, and paused, while links are followed. Afterwards everything is back without a hand and the clicks are exact.
 * Two instances of the shortener run, one of all else.
 */
class FailureIT {

    private static final int PER_SECOND = 40;
    private static final Duration BACK = Duration.ofSeconds(60);
    /** The longest that a gateway may need to notice that an instance has gone. */
    private static final Duration NOTICE = Duration.ofSeconds(5);

    private static RunningCasebook casebook;
    private static String alice;

    private List<String> codes;
    private Traffic traffic;

    @BeforeAll
    static void up() throws IOException {
        casebook = RunningCasebook.up("--scale", "url-shortener=2");
        alice = casebook.token("alice");
    }

    @AfterAll
    static void down() throws IOException {
        casebook.close();
    }

    @BeforeEach
    void followLinksThatBothInstancesKnow() throws IOException {
        codes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            codes.add(casebook.link(alice, "https://example.com/" + i));
        }
        traffic = new Traffic(casebook.gateway(), codes).start(PER_SECOND);
        await("both instances have answered each link")
                .atMost(BACK)
                .until(() -> traffic.redirected() >= 10L * codes.size());
    }

    @AfterEach
    void stopTraffic() {
        traffic.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-cache", "kafka", "postgresql"})
    void knownLinksRedirectWhileAServerIsKilled(String server) {
        long killed = casebook.pid(server).orElseThrow();

        casebook.signal("KILL", server);

        await("it is started again")
                .atMost(BACK)
                .until(() -> casebook.pid(server).filter(pid -> pid != killed).isPresent());
        awaitAllIsWell();
        assertThat(traffic.failures()).isEmpty();
        assertClicksAreExact();
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-cache", "kafka", "postgresql"})
    void knownLinksRedirectWhileAServerIsPaused(String server) {
        casebook.signal("STOP", server);
        try {
            awaitRedirects(5 * PER_SECOND);
        } finally {
            casebook.signal("CONT", server);
        }

        awaitAllIsWell();
        assertThat(traffic.failures()).isEmpty();
        assertClicksAreExact();
    }

    @Test
    void theOtherInstanceRedirectsWhileOneIsKilled() {
        long killed = casebook.pid("url-shortener-0").orElseThrow();

        casebook.signal("KILL", "url-shortener-0");

        var noticed = Instant.now().plus(NOTICE);
        await("it is started again").atMost(BACK).until(() -> casebook.pid("url-shortener-0")
                .filter(pid -> pid != killed)
                .isPresent());
        awaitAllIsWell();
        assertThat(traffic.failuresSince(noticed)).isEmpty();
        assertClicksAreExact();
    }

    @Test
    void theOtherInstanceRedirectsWhileOneIsPaused() {
        casebook.signal("STOP", "url-shortener-0");
        var noticed = Instant.now().plus(NOTICE);
        try {
            await("the gateway has noticed").atMost(BACK).until(() -> Instant.now()
                    .isAfter(noticed));
            awaitRedirects(3 * PER_SECOND);
        } finally {
            casebook.signal("CONT", "url-shortener-0");
        }

        awaitAllIsWell();
        assertThat(traffic.failuresSince(noticed)).isEmpty();
        assertClicksAreExact();
    }

    @Test
    void noRequestFailsWhileOneOfTwoInstancesIsAskedToEnd() {
        long ended = casebook.pid("url-shortener-0").orElseThrow();

        casebook.signal("TERM", "url-shortener-0");

        await("it is started again").atMost(BACK).until(() -> casebook.pid("url-shortener-0")
                .filter(pid -> pid != ended)
                .isPresent());
        awaitAllIsWell();
        assertThat(traffic.failures()).isEmpty();
        assertClicksAreExact();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM"})
    void aGatewayThatEndedIsBack(String signal) {
        long ended = casebook.pid("api-gateway-0").orElseThrow();

        casebook.signal(signal, "api-gateway-0");

        await("it is started again").atMost(BACK).until(() -> casebook.pid("api-gateway-0")
                .filter(pid -> pid != ended)
                .isPresent());
        awaitAllIsWell();
        assertClicksAreExact();
    }

    @Test
    void requestsWaitForAPausedGateway() {
        casebook.signal("STOP", "api-gateway-0");
        long before = traffic.redirected();
        long sent = codes.stream().mapToLong(traffic::sent).sum();
        try {
            await("more are sent")
                    .atMost(BACK)
                    .until(() -> codes.stream().mapToLong(traffic::sent).sum() > sent + 2 * PER_SECOND);
            assertThat(traffic.redirected() - before).isLessThan(PER_SECOND);
        } finally {
            casebook.signal("CONT", "api-gateway-0");
        }

        awaitAllIsWell();
        assertClicksAreExact();
    }

    private void awaitRedirects(int more) {
        long before = traffic.redirected();
        await("links redirect meanwhile").atMost(BACK).until(() -> traffic.redirected() > before + more);
    }

    /** Everything ready, a link can be made, and what is followed redirects. */
    private void awaitAllIsWell() {
        await("all ready").atMost(BACK).until(casebook::isHealthy);
        await("a link can be made")
                .atMost(BACK)
                .ignoreExceptions()
                .until(() -> casebook.call("POST", "/api/v1/links", alice, "{\"url\": \"https://example.com/\"}")
                                .status()
                        == 201);
        awaitRedirects(PER_SECOND);
    }

    private void assertClicksAreExact() {
        traffic.close();
        ClickCounts.areExact(casebook, alice, codes, traffic);
    }
}
