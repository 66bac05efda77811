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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM: what was begun is finished, what was clicked is counted or kept, and the exit code is 0, in time, whatever hangs. One folder for all
 * of them: each process ships what the one before left, and the last test counts.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TerminatedProcessIT {

    /** The design says 10 s when no request is in flight; a busy machine takes longer. */
    private static final Duration EXIT = Duration.ofSeconds(30);

    /** {@code quarkus.shutdown.delay}: without a request in flight it would end then. */
    private static final Duration BALANCERS_NOTICE = Duration.ofSeconds(2);

    private static final int CLIENTS = 4;
    private static final int VISITS = 40;

    @TempDir
    static Path folder;

    private final String alice = Api.unique("alice");
    private final String limited = Api.unique("limited");
    private final List<Visited> links = new ArrayList<>();

    @AfterEach
    void serversAnswer() {
        TestServers.get(Server.KAFKA).resume();
        TestServers.get(Server.POSTGRESQL).resume();
    }

    @Test
    void everyClickUntilTheEndIsCounted() throws Exception {
        try (var service = service();
                var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(service.create(alice, limited, VISITS).get().statusCode())
                    .isEqualTo(201);
            assertThat(service.follow(limited).get().statusCode()).isEqualTo(302);
            var link = create(service);
            var clicking = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> clients.submit(() -> {
                        while (link.follow(service)) {}
                    }))
                    .toList();
            await().atMost(Api.PATIENCE).until(() -> link.redirected.get() > 500);

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
            for (var each : clicking) {
                each.get();
            }
        }
    }

    @Test
    void clicksWaitInTheJournalWhenKafkaHangs() throws Exception {
        try (var service = service()) {
            var link = create(service);
            TestServers.get(Server.KAFKA).pause();
            for (int i = 0; i < 100; i++) {
                assertThat(link.follow(service)).isTrue();
            }

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
        }
    }

    @Test
    void requestInFlightGetsItsAnswer() throws Exception {
        try (var service = service()) {
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
            var link = create(service);
            assertThat(link.follow(service)).isTrue();
            TestServers.get(Server.POSTGRESQL).pause();

            service.terminate();

            assertThat(service.awaitExit(EXIT)).isZero();
        }
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void allRedirectsAreCountedOnceAndVisitsLeasedButUnspentWereGivenBack() throws Exception {
        try (var service = service()) {
            for (var link : links) {
                await().atMost(Api.PATIENCE).untilAsserted(() -> assertThat(total(service, link))
                        .isBetween(link.redirected.get(), link.sent.get()));
            }
            for (int i = 1; i < VISITS; i++) {
                assertThat(service.follow(limited).get().statusCode()).isEqualTo(302);
            }
            assertThat(service.follow(limited).get().statusCode()).isEqualTo(410);
        }
    }

    private ShortenerProcess service() throws Exception {
        return new ShortenerProcess(folder.resolve("data"));
    }

    private Visited create(ShortenerProcess service) throws Exception {
        var link = new Visited(Api.unique("term"), new AtomicInteger(), new AtomicInteger());
        assertThat(service.create(alice, link.alias).get().statusCode()).isEqualTo(201);
        links.add(link);
        return link;
    }

    private int total(ShortenerProcess service, Visited link) throws Exception {
        var path = "%s/%s/stats".formatted(Api.LINKS, link.alias);
        return JsonPath.from(service.as(alice, path).get().body()).getInt("total");
    }

    private record Visited(String alias, AtomicInteger sent, AtomicInteger redirected) {

        /** Whether it was: refused or cut off, once the service ends. */
        boolean follow(ShortenerProcess service) {
            sent.incrementAndGet();
            var isRedirected = service.follow(alias)
                    .thenApply(answer -> answer.statusCode() == 302)
                    .exceptionally(failure -> false)
                    .join();
            if (isRedirected) {
                redirected.incrementAndGet();
            }
            return isRedirected;
        }
    }
}
