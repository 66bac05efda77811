package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.local.e2e.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway and the rate limiter together: what passes, and what becomes of requests while the limiter is killed or stands still. */
class LimitedIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int REMOTE_LIMIT = 5;
    private static final int LEASED_LIMIT = 40;
    /** A twentieth of it. */
    private static final int LARGEST_LEASE = 2;

    private static final int LOCAL_SHARE = 3;

    private static final String ROUTES = """
            upstream: nobody
            routes:
              - id: remote
                path: /remote
                methods: [GET]
                auth: none
                redirect: { to: / }
                limits: [{ domain: e2e, mode: remote, entries: { remote: header X-Visitor }, unreachable: open }]
              - id: closed
                path: /closed
                methods: [GET]
                auth: none
                redirect: { to: / }
                limits: [{ domain: e2e, mode: remote, entries: { remote: header X-Visitor }, unreachable: closed }]
              - id: leased
                path: /leased
                methods: [GET]
                auth: none
                redirect: { to: / }
                limits:
                  - { domain: e2e, mode: leased, entries: { leased: header X-Visitor }, unreachable: { count: %d, period: 60m } }
            """.formatted(LOCAL_SHARE);

    private static final String RULES = """
            domain: e2e
            descriptors:
              - key: remote
                rate_limit: { unit: day, requests_per_unit: %d, algorithm: token_bucket }
              - key: leased
                rate_limit: { unit: day, requests_per_unit: %d, algorithm: token_bucket }
            """.formatted(REMOTE_LIMIT, LEASED_LIMIT);

    @TempDir
    private static Path folder;

    private static RunningCasebook casebook;

    private final String visitor = UUID.randomUUID().toString();

    @BeforeAll
    static void up() throws IOException {
        var routes = Files.createDirectory(folder.resolve("routes"));
        var rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(routes.resolve("limited.yaml"), ROUTES);
        Files.writeString(rules.resolve("e2e.yaml"), RULES);
        casebook = RunningCasebook.up(
                Map.of("api-gateway/routes", routes, "rate-limiter/rules", rules), Map.of(), "rate-limiter");
    }

    @AfterAll
    static void down() throws IOException {
        casebook.close();
    }

    private Answer ask(String path) throws IOException {
        return Http.send("GET", casebook.gateway().resolve(path), Map.of("X-Visitor", visitor), "", PATIENCE);
    }

    private List<Integer> statuses(String path, int requests) throws IOException {
        var statuses = new ArrayList<Integer>();
        for (int i = 0; i < requests; i++) {
            statuses.add(ask(path).status());
        }
        return statuses;
    }

    @Test
    void remoteLimitAdmitsWhatTheRuleSaysAndTellsHowItStands() throws IOException {
        var first = ask("/remote");
        assertThat(first.status()).isEqualTo(302);
        assertThat(first.headers().get("ratelimit")).contains(";r=%d".formatted(REMOTE_LIMIT - 1));
        assertThat(first.headers().get("ratelimit-policy")).contains(";q=%d;w=86400".formatted(REMOTE_LIMIT));

        assertThat(statuses("/remote", REMOTE_LIMIT - 1)).containsOnly(302);
        var refused = ask("/remote");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.body()).contains("rate-limited");
        assertThat(Integer.parseInt(refused.headers().get("retry-after"))).isBetween(1, 86400 / REMOTE_LIMIT);
        assertThat(refused.headers().get("ratelimit")).contains(";r=0");
    }

    @Test
    void leasedLimitAdmitsNoMoreThanALeaseBeyondTheRule() throws IOException {
        var admitted = new AtomicLong();

        // Until the first lease is there, the gateway's own share decides.
        await("the limit is used up").atMost(BACK).until(() -> {
            admitted.addAndGet(admitted("/leased", LEASED_LIMIT));
            return admitted.get() >= LEASED_LIMIT - LARGEST_LEASE;
        });

        admitted.addAndGet(admitted("/leased", 2 * LEASED_LIMIT));
        assertThat(admitted.get()).isLessThanOrEqualTo(LEASED_LIMIT + LARGEST_LEASE + LOCAL_SHARE);
    }

    private long admitted(String path, int requests) throws IOException {
        return statuses(path, requests).stream().filter(status -> status == 302).count();
    }

    /** One who is not answered in time passes uncounted, as the route says. */
    private void useUp() {
        await("the limit is used up").atMost(BACK).until(() -> ask("/remote").status() == 429);
    }

    @Test
    void whileTheLimiterIsKilledEachLimitDecidesAndAfterwardsItIsAskedAgain() throws IOException {
        useUp();
        long killed = casebook.pid("rate-limiter-0").orElseThrow();

        casebook.signal("KILL", "rate-limiter-0");

        await("requests go on").atMost(BACK).until(() -> ask("/remote").status() == 302);
        assertThat(ask("/closed").status()).isIn(503, 429);
        await("it is started again").atMost(BACK).until(() -> casebook.pid("rate-limiter-0")
                .filter(pid -> pid != killed)
                .isPresent());
        await("it is asked again").atMost(BACK).until(() -> ask("/remote").status() == 429);
        assertThat(ask("/closed").status()).isEqualTo(429);
    }

    @Test
    void whileTheLimiterStandsStillEachLimitDecidesAndNobodyWaitsLong() throws IOException {
        useUp();
        casebook.signal("STOP", "rate-limiter-0");
        try {
            await("requests go on").atMost(BACK).until(() -> ask("/remote").status() == 302);
            assertThat(ask("/closed").status()).isEqualTo(503);
            // What is leased is spent first, if anything; then so many are counted here.
            await("no lease is left").atMost(BACK).until(() -> ask("/leased").status() == 429);
        } finally {
            casebook.signal("CONT", "rate-limiter-0");
        }

        await("it is asked again").atMost(BACK).until(() -> ask("/remote").status() == 429);
        await("and lends again").atMost(BACK).until(() -> ask("/leased").status() == 302);
    }
}
