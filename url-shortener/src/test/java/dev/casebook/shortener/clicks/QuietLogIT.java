package dev.casebook.shortener.clicks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.shortener.Api;
import dev.casebook.shortener.ShortenerProcess;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Kafka that is away is said once by each who needs it, not with every attempt. */
class QuietLogIT {

    private static final int CLICKS = 20;

    /** Attempts are given up sooner than in production: the more of them there are to say nothing of. */
    private static final Map<String, String> IMPATIENT = Map.of(
            "mp.messaging.outgoing.outbox.delivery.timeout.ms", "4000",
            "mp.messaging.outgoing.outbox.request.timeout.ms", "3000",
            "mp.messaging.outgoing.clicks-out.delivery.timeout.ms", "4000",
            "mp.messaging.outgoing.clicks-out.request.timeout.ms", "3000",
            "mp.messaging.outgoing.clicks-out.max.block.ms", "4000");

    @TempDir
    Path folder;

    private final String alice = Api.unique("alice");
    private final String alias = Api.unique("quiet");

    @AfterEach
    void kafkaIsBack() {
        TestServers.get(Server.KAFKA).start();
    }

    @Test
    void aKafkaThatIsAwayFillsNoLog() throws Exception {
        try (var service = new ShortenerProcess(folder.resolve("data"), IMPATIENT)) {
            assertThat(service.create(alice, alias).get().statusCode()).isEqualTo(201);
            TestServers.get(Server.KAFKA).kill();
            int before = service.log().size();
            for (int i = 0; i < CLICKS; i++) {
                assertThat(service.follow(alias).get().statusCode()).isEqualTo(302);
                assertThat(service.create(alice, Api.unique("quiet")).get().statusCode())
                        .isEqualTo(201);
            }
            awaitLogged(service, "event=outbox.stuck");
            awaitLogged(service, "event=clicks.not-shipped-yet");

            TestServers.get(Server.KAFKA).start();
            awaitLogged(service, "event=outbox.flowing");
            awaitLogged(service, "event=clicks.shipped-again");

            assertThat(since(before, service))
                    .as("what was logged")
                    .noneMatch(line -> line.startsWith("\tat ") || line.startsWith("Caused by: "));
            assertThat(since(before, service)).as("what was logged").hasSizeLessThan(CLICKS);
        }
    }

    private static void awaitLogged(ShortenerProcess service, String event) {
        await(event).atMost(Api.PATIENCE).until(() -> service.log().stream().anyMatch(line -> line.contains(event)));
    }

    private static List<String> since(int line, ShortenerProcess service) throws Exception {
        var log = service.log();
        return log.subList(line, log.size());
    }
}
