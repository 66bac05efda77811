package dev.casebook.shortener.redirects;

import static dev.casebook.shortener.Api.LINKS;
import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.anonymous;
import static dev.casebook.shortener.Api.as;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.edit;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.inParallel;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.casebook.chassis.redis.Redis;
import dev.casebook.chassis.redis.RedisRole;
import dev.casebook.chassis.redis.RedisRole.Role;
import dev.casebook.shortener.StoredLinks;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServer;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What callers see while Redis or PostgreSQL is dead or frozen. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class RedirectFailureIT {

    private static final String TARGET = "https://example.com/";

    private final String alice = unique("alice");

    @Inject
    StoredLinks stored;

    @Inject
    SharedCache shared;

    @Inject
    @RedisRole(Role.CACHE)
    Redis redis;

    @Inject
    MeterRegistry meters;

    @Inject
    Clock clock;

    private String known;

    @BeforeEach
    void knowALink() {
        awaitAllWell();
        known = create(alice, TARGET);
    }

    @AfterEach
    void everythingRecoversWithoutAHand() {
        redis().start();
        redis().resume();
        postgresql().start();
        postgresql().resume();
        awaitAllWell();
        follow(unique("unknown")).statusCode(404);
    }

    @Test
    void deadRedisCostsNobodyAnything() {
        var elsewhere = stored.insert(TARGET);
        redis().kill();

        follow(known).statusCode(302);
        follow(elsewhere).statusCode(302);
        follow(unique("unknown")).statusCode(404);
        follow(create(alice, TARGET)).statusCode(302);
    }

    @Test
    void frozenRedisIsNotAskedOncePerRedirect() {
        var elsewhere =
                IntStream.range(0, 150).mapToObj(_ -> stored.insert(TARGET)).toList();
        long before = redisGets();
        redis().pause();
        awaitRedisIsTakenForAway();

        long begun = System.nanoTime();
        elsewhere.forEach(code -> follow(code).statusCode(302));
        follow(known).statusCode(302);
        long most = probesSince(begun);

        redis().resume();
        await().atMost(PATIENCE).until(this::redisAnswers);
        // What was sent to a frozen server waits in its socket and is counted once it runs again.
        assertThat(redisGets() - before).isLessThanOrEqualTo(most).isLessThan(elsewhere.size());
    }

    /** Frozen, because that way it keeps what it has, as a Redis does that was only cut off. */
    @Test
    void editThatRedisDidNotTakeIsThereSoonAfterItReturns() {
        var code = create(alice, TARGET);
        shared.learn(code, new Known(new Destination.Live(TARGET, 1), clock.millis()));
        soon().until(() -> inRedis(code).startsWith("1 "));
        redis().pause();
        awaitRedisIsTakenForAway();

        edit(alice, code, 1, TARGET + "new");
        redis().resume();
        await().atMost(PATIENCE).until(this::redisAnswers);

        assertThat(shared.find(code).toCompletableFuture().join())
                .map(Known::destination)
                .contains(new Destination.Live(TARGET + "new", 2));
        // An instance that never heard of the change asks Redis.
        await().atMost(PATIENCE).until(() -> inRedis(code).startsWith("2 "));
    }

    @Test
    void deadPostgresqlLeavesKnownLinksAndFailsTheRestAtOnce() {
        var elsewhere = stored.insert(TARGET);
        postgresql().kill();

        follow(known).statusCode(302).header("Location", TARGET);
        follow(elsewhere).statusCode(503).header("Retry-After", notNullValue());
        follow(unique("unknown")).statusCode(503).contentType("application/problem+json");
        assertCreationIsRefused();
        assertShlinkClientsAreToldSo();
        follow(known).statusCode(302);

        postgresql().start();
        awaitAllWell();
        follow(elsewhere).statusCode(302);
    }

    @Test
    void frozenPostgresqlIsNotAskedOncePerRequest() {
        postgresql().pause();
        await().atMost(PATIENCE).until(() -> {
            inParallel(10, () -> follow(unique("unknown")).extract().statusCode());
            return meters.get("shortener.store.away").gauge().value() == 1;
        });
        double before = storeCalls();
        long begun = System.nanoTime();

        var statuses = IntStream.range(0, 10)
                .boxed()
                .flatMap(_ ->
                        inParallel(10, () -> follow(unique("unknown")).extract().statusCode()).stream())
                .toList();

        assertThat(statuses).hasSize(100).containsOnly(503);
        assertThat(storeCalls() - before).isLessThanOrEqualTo(probesSince(begun));
        assertCreationIsRefused();
        follow(known).statusCode(302);
    }

    @Test
    void whatRedisKnowsIsServedWhilePostgresqlIsAway() {
        var code = unique("shared");
        shared.learn(code, new Known(new Destination.Live(TARGET, 1), clock.millis()));
        await().atMost(PATIENCE)
                .until(() -> shared.find(code).toCompletableFuture().join().isPresent());
        postgresql().kill();

        follow(code).statusCode(302).header("Location", TARGET);
    }

    @Test
    void agedRedisEntryIsBetterThanNone() {
        var code = unique("aged");
        long yesterday = clock.millis() - 20 * 60 * 60 * 1000;
        shared.learn(code, new Known(new Destination.Live(TARGET, 1), yesterday));
        await().atMost(PATIENCE)
                .until(() -> shared.find(code).toCompletableFuture().join().isPresent());
        postgresql().kill();

        follow(code).statusCode(302).header("Location", TARGET);
    }

    private static void assertShlinkClientsAreToldSo() {
        anonymous().get("/rest/v3/health").then().statusCode(503).body("status", equalTo("fail"));
        anonymous()
                .header("X-Api-Key", "0".repeat(16) + "-" + "0".repeat(64))
                .get("/rest/v3/tags")
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue());
    }

    private void assertCreationIsRefused() {
        as(alice)
                .body(Map.of("url", TARGET))
                .post(LINKS)
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue());
    }

    private void awaitAllWell() {
        awaitCreation();
        await().atMost(PATIENCE).until(this::redisAnswers);
    }

    private boolean redisAnswers() {
        try {
            return redis.ask(commands -> commands.ping()).equals("PONG");
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** As many as fit, of each breaker: one a second. */
    private static long probesSince(long begun) {
        return Duration.ofNanos(System.nanoTime() - begun).toSeconds() + 1;
    }

    private String inRedis(String code) {
        String entry = redis.ask(commands -> commands.get("url-shortener:link:{" + code + "}"));
        return entry == null ? "" : entry;
    }

    /** What is written now is not even sent, so it does not wait in a frozen server's socket either. */
    private void awaitRedisIsTakenForAway() {
        soon().until(() -> {
            try {
                redis.ask(commands -> commands.ping());
                return false;
            } catch (CircuitBreakerOpenException open) {
                return true;
            } catch (RuntimeException notYet) {
                return false;
            }
        });
    }

    private long redisGets() {
        var line = redis.ask(commands -> commands.info("commandstats"))
                .lines()
                .filter(each -> each.startsWith("cmdstat_get:"))
                .findFirst();
        return line.map(each -> Long.parseLong(each.replaceAll("cmdstat_get:calls=(\\d+),.*", "$1")))
                .orElse(0L);
    }

    private double storeCalls() {
        return meters.get("shortener.store.calls")
                .tag("kind", "lookup")
                .counter()
                .count();
    }

    private static TestServer redis() {
        return TestServers.get(Server.REDIS_CACHE);
    }

    private static TestServer postgresql() {
        return TestServers.get(Server.POSTGRESQL);
    }
}
