package dev.casebook.shortener;

import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.create;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.soon;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.shortener.v1.LinkChanged;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.WithServers;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kafka dies and comes back, which takes long: once for all that there is to see. The service works on, here and in a process beside whose log is read:
 * that Kafka is away is said once by each who needs it, not with every attempt.
 */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class KafkaDeadIT {

    private static final String OLD = "https://example.com/old";
    private static final String NEW = "https://example.com/new";
    private static final int CLICKS = 20;

    /** Attempts are given up sooner than in production: the more of them there are to say nothing of. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "mp.messaging.outgoing.outbox.delivery.timeout.ms", "2500",
            "mp.messaging.outgoing.outbox.request.timeout.ms", "2000",
            "mp.messaging.outgoing.clicks-out.delivery.timeout.ms", "2500",
            "mp.messaging.outgoing.clicks-out.request.timeout.ms", "2000",
            "mp.messaging.outgoing.clicks-out.max.block.ms", "2500",
            // No balancer has to notice that it ends.
            "quarkus.shutdown.delay", "0s");

    @TempDir
    Path folder;

    @Inject
    StoredLinks stored;

    private final String alice = unique("alice");

    @AfterEach
    void kafkaIsBack() {
        TestServers.get(Server.KAFKA).start();
        TestServers.get(Server.KAFKA).resume();
    }

    @Test
    void linksAndClicksGoOnAndAllIsHeardAfterwardsAndNoLogIsFilled() throws Exception {
        try (var beside = ShortenerProcess.start(folder.resolve("data"), IMPATIENT)) {
            var quiet = unique("quiet");
            assertThat(beside.create(alice, quiet).get().statusCode()).isEqualTo(201);
            var known = stored.insert(OLD);
            follow(known).statusCode(302);
            TestServers.get(Server.KAFKA).kill();
            int before = beside.log().size();

            follow(known).statusCode(302);
            var made = create(alice, "https://example.com/");
            follow(made).statusCode(302);
            for (int i = 0; i < CLICKS; i++) {
                assertThat(beside.follow(quiet).get().statusCode()).isEqualTo(302);
                assertThat(beside.create(alice, unique("quiet")).get().statusCode())
                        .isEqualTo(201);
            }
            awaitLogged(beside, "event=outbox.stuck");
            awaitLogged(beside, "event=clicks.not-shipped-yet");

            TestServers.get(Server.KAFKA).start();
            assertThat(LinkTopic.awaitEvents(made, 1)).hasSize(1);
            LinkTopic.publish(LinkChanged.newBuilder()
                    .setCode(known)
                    .setVersion(2)
                    .setUrl(NEW)
                    .build());
            soon().untilAsserted(() -> follow(known).header("Location", NEW));

            awaitLogged(beside, "event=outbox.flowing");
            awaitLogged(beside, "event=clicks.shipped-again");
            assertThat(since(before, beside))
                    .as("what was logged")
                    .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by: "));
            assertThat(since(before, beside)).as("what was logged").hasSizeLessThan(CLICKS);
            beside.end();
        }
    }

    /** As by another instance, of which only an event would tell: what is held is believed for ten minutes then. */
    @ParameterizedTest
    @EnumSource
    void changeByAnotherInstanceIsFeltSoonThoughNobodyTells(Away away) {
        var known = stored.insert(OLD);
        follow(known).statusCode(302);
        away.begin();

        stored.edit(known, NEW);
        soon().untilAsserted(() -> follow(known).header("Location", NEW));
    }

    enum Away {
        KILLED {
            @Override
            void begin() {
                TestServers.get(Server.KAFKA).kill();
            }
        },
        FROZEN {
            @Override
            void begin() {
                TestServers.get(Server.KAFKA).pause();
            }
        };

        abstract void begin();
    }

    private static void awaitLogged(ShortenerProcess service, String event) {
        await(event).atMost(PATIENCE).until(() -> service.log().stream().anyMatch(line -> line.contains(event)));
    }

    private static List<String> since(int line, ShortenerProcess service) throws Exception {
        var log = service.log();
        return log.subList(line, log.size());
    }
}
