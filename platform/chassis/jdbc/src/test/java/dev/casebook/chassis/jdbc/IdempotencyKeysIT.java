package dev.casebook.chassis.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casebook.chassis.web.ProblemException;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql")
class IdempotencyKeysIT {

    private static final byte[] BODY = "{\"url\": \"https://example.com\"}".getBytes(UTF_8);

    @Inject
    IdempotencyKeys keys;

    @Inject
    IdempotencyTable table;

    @Inject
    Migrations migrations;

    @Inject
    DataSource database;

    private final String key = UUID.randomUUID().toString();

    @BeforeEach
    void tablesAreThere() {
        await().atMost(60, SECONDS).until(migrations::isDone);
        // A connection may be one that the crash of an earlier test broke.
        await().atMost(60, SECONDS).ignoreExceptions().until(() -> effects() == 0);
    }

    @Test
    void sameRequestIsAnsweredAgainWithoutAnotherEffect() {
        var first = create(BODY, this::effect);
        var second = create(BODY, () -> {
            throw new AssertionError("must not run");
        });

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.headers()).isEqualTo(first.headers());
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void otherBodyIsRefused() {
        create(BODY, this::effect);

        assertProblem(() -> create("{}".getBytes(UTF_8), this::effect), 422, "idempotency-key-reused");
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void keyOfAnotherSubjectOrRouteIsAnotherKey() {
        create(BODY, this::effect);
        keys.run("bob", "POST /things", key, BODY, this::effect);
        keys.run("alice", "POST /others", key, BODY, this::effect);

        assertThat(effects()).isEqualTo(3);
    }

    @Test
    void failedEffectLeavesNothing() {
        assertThatThrownBy(() -> create(BODY, () -> {
                    effect();
                    throw new IllegalStateException("too late");
                }))
                .hasMessageContaining("too late");

        assertThat(effects()).isZero();
        create(BODY, this::effect);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void runningRequestIsAConflict() throws Exception {
        var running = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(() -> create(BODY, () -> {
                running.countDown();
                awaitLatch(goOn);
                return effect();
            }));
            awaitLatch(running);

            assertProblem(() -> create(BODY, this::effect), 409, "request-in-progress");

            goOn.countDown();
            assertThat(first.get().status()).isEqualTo(201);
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void manyAtOnceHaveOneEffect() throws Exception {
        var answers = new ArrayList<Future<StoredResponse>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 20; i++) {
                answers.add(threads.submit(() -> create(BODY, this::effect)));
            }
        }

        for (var answer : answers) {
            try {
                assertThat(answer.get().status()).isEqualTo(201);
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(ProblemException.class);
                assertThat(((ProblemException) e.getCause()).problem().status()).isEqualTo(409);
            }
        }
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void unusableKeyIsRefused() {
        for (var bad : new String[] {"", " ", "a b", "ü", "x".repeat(256)}) {
            assertProblem(() -> keys.run("alice", "POST /things", bad, BODY, this::effect), 400, "invalid-request");
        }
        assertThat(effects()).isZero();
    }

    @Test
    void crashOfTheDatabaseBeforeTheCommitLeavesNothing() {
        assertThatThrownBy(() -> create(BODY, () -> {
                    var response = effect();
                    TestServers.get(Server.POSTGRESQL).kill();
                    return response;
                }))
                .isInstanceOf(RuntimeException.class);

        TestServers.get(Server.POSTGRESQL).start();
        await().atMost(60, SECONDS).ignoreExceptions().until(() -> effects() == 0);
        await().atMost(60, SECONDS)
                .ignoreExceptions()
                .until(() -> create(BODY, this::effect).status() == 201);
        assertThat(effects()).isEqualTo(1);
    }

    @Test
    void sweepForgetsTheOldOnly() {
        create(BODY, this::effect);

        assertThat(table.deleteBefore(Instant.now().minusSeconds(3600), 1_000)).isZero();
        while (table.deleteBefore(Instant.now().plusSeconds(3600), 2) > 0) {
            // Other tests left theirs.
        }

        create(BODY, this::effect);
        assertThat(effects()).isEqualTo(2);
    }

    private StoredResponse create(byte[] body, Supplier<StoredResponse> effect) {
        return keys.run("alice", "POST /things", key, body, effect);
    }

    private StoredResponse effect() {
        Sql.on(database, "insert into effect values (?)", statement -> {
            statement.setString(1, key);
            return statement.executeUpdate();
        });
        return new StoredResponse(201, Map.of("Location", "/things/1"), "{\"id\": 1}".getBytes(UTF_8));
    }

    private int effects() {
        return Sql.on(database, "select count(*) from effect where name = ?", statement -> {
            statement.setString(1, key);
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    private static void assertProblem(Callable<?> request, int status, String slug) {
        assertThatThrownBy(request::call).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.problem().status()).isEqualTo(status);
            assertThat(e.problem().type().toString()).endsWith("/" + slug);
        });
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
