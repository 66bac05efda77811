package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.shortener.Api;
import dev.casebook.shortener.ShortenerProcess;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import io.restassured.path.json.JsonPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM: what was begun is finished, what was clicked is counted or kept, and the exit code is 0, in time, whatever hangs. */
class TerminatedProcessIT {

    /** The design says 10 s when no request is in flight; a busy machine takes longer. */
    private static final Duration EXIT = Duration.ofSeconds(15);

    /** {@code quarkus.shutdown.delay}: without a request in flight it would end then. */
    private static final Duration BALANCERS_NOTICE = Duration.ofSeconds(2);

    private static final int CLIENTS = 4;

    @TempDir
    Path folder;

    private final String alice = Api.unique("alice");
    private final String alias = Api.unique("term");
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger redirected = new AtomicInteger();

    @AfterEach
    void serversAnswer() {
        TestServers.get(Server.KAFKA).resume();
        TestServers.get(Server.POSTGRESQL).resume();
    }

    @Test
    void everyClickUntilTheEndIsCountedAndWhatWasLeasedIsGivenBack() throws Exception {
        var limited = Api.unique("limited");
        try (var service = service();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(service.create(alice, alias).get().statusCode()).isEqualTo(201);
            assertThat(service.create(alice, limited, 40).get().statusCode()).isEqualTo(201);
            assertThat(service.follow(limited).get().statusCode()).isEqualTo(302);
            var clicking = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        while (isRedirected(service)) {
                            redirected.incrementAndGet();
                        }
                    }))
                    .toList();
            await().atMost(Api.PATIENCE).until(() -> redirected.get() > 500);

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
            for (var each : clicking) {
                each.get();
            }
        }

        try (var next = service()) {
            assertCounted(next);
            for (int i = 1; i < 40; i++) {
                assertThat(next.follow(limited).get().statusCode()).isEqualTo(302);
            }
            assertThat(next.follow(limited).get().statusCode()).isEqualTo(410);
        }
    }

    @Test
    void clicksWaitInTheJournalWhenKafkaHangs() throws Exception {
        try (var service = service()) {
            assertThat(service.create(alice, alias).get().statusCode()).isEqualTo(201);
            TestServers.get(Server.KAFKA).pause();
            for (int i = 0; i < 100; i++) {
                assertThat(isRedirected(service)).isTrue();
                redirected.incrementAndGet();
            }

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
        }
        TestServers.get(Server.KAFKA).resume();

        assertCounted();
    }

    @Test
    void requestInFlightGetsItsAnswer() throws Exception {
        try (var service = service()) {
            assertThat(service.create(alice, alias).get().statusCode()).isEqualTo(201);
            var slow = Api.unique("slow");
            var creation = service.beginToCreate(alice, slow);

            service.terminate();
            var longAfter = Instant.now().plus(BALANCERS_NOTICE.multipliedBy(2));
            await().atMost(Api.PATIENCE).until(() -> Instant.now().isAfter(longAfter));
            var answer = creation.finish().get();

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(JsonPath.from(answer.body()).getString("code")).isEqualTo(slow);
            assertThat(service.awaitExit(EXIT)).isZero();
        }
    }

    @Test
    void endsInTimeWhenPostgresqlHangs() throws Exception {
        try (var service = service()) {
            assertThat(service.create(alice, alias).get().statusCode()).isEqualTo(201);
            assertThat(isRedirected(service)).isTrue();
            redirected.incrementAndGet();
            TestServers.get(Server.POSTGRESQL).pause();

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
        }
        TestServers.get(Server.POSTGRESQL).resume();

        assertCounted();
    }

    private ShortenerProcess service() throws Exception {
        return new ShortenerProcess(folder.resolve("data"));
    }

    private boolean isRedirected(ShortenerProcess service) {
        sent.incrementAndGet();
        // Refused or cut off, once the service ends.
        return service.follow(alias)
                .thenApply(answer -> answer.statusCode() == 302)
                .exceptionally(failure -> false)
                .join();
    }

    /** By the next process on the same folder, which ships what the first left. */
    private void assertCounted() throws Exception {
        try (var service = service()) {
            assertCounted(service);
        }
    }

    private void assertCounted(ShortenerProcess service) {
        await().atMost(Api.PATIENCE)
                .untilAsserted(() -> assertThat(total(service)).isBetween(redirected.get(), sent.get()));
    }

    private int total(ShortenerProcess service) throws Exception {
        var path = "%s/%s/stats".formatted(Api.LINKS, alias);
        return JsonPath.from(service.as(alice, path).get().body()).getInt("total");
    }
}
