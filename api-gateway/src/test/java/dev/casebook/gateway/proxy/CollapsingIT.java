package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Many clients that want the same thing at the same time. */
@QuarkusTest
@DisplayName("RFC 9111 §4: collapsed requests")
class CollapsingIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(50);
    private static final int FOLLOWERS = 8;

    private final CountDownLatch hurdle = new CountDownLatch(1);
    private final AtomicInteger asked = new AtomicInteger();

    @Inject
    MeterRegistry meters;

    /** The first request waits until the test lets it go on. */
    private Origin.Script afterTheHurdle(String headers) {
        return (request, connection) -> {
            int number = asked.incrementAndGet();
            if (number == 1) {
                pass(hurdle);
            }
            var body = "answer " + number;
            connection.send(
                    "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s".formatted(headers, body.length(), body));
        };
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Another one each time, since the cache outlives a test. */
    private static String fresh(String path) {
        return path + "-" + UUID.randomUUID();
    }

    private double inFlight() {
        return meters.get("gateway.requests.in.flight").gauge().value();
    }

    /** @return with the first request at the service, and the others in the gateway */
    private List<RawClient> leaderAndFollowers(String path) {
        double before = inFlight();
        var leader = connect().send(get(path));
        await().atMost(PATIENCE).until(() -> asked.get() == 1);
        var followers = Stream.generate(this::connect).limit(FOLLOWERS).toList();
        followers.forEach(follower -> follower.send(get(path)));
        await().atMost(PATIENCE).until(() -> inFlight() >= before + 1 + FOLLOWERS);
        return Stream.concat(Stream.of(leader), followers.stream()).toList();
    }

    @Test
    void oneRequestOfManyReachesTheService() {
        var path = fresh("/cached/collapsed");
        origin().on(path, afterTheHurdle("Cache-Control: max-age=600\r\n"));
        var clients = leaderAndFollowers(path);

        hurdle.countDown();

        assertThat(clients)
                .allSatisfy(client -> assertThat(client.reply().text()).isEqualTo("answer 1"));
        assertThat(asked.get()).isEqualTo(1);
        clients.forEach(RawClient::close);
    }

    @Test
    void answerThatIsForOneAloneLeavesTheOthersToThemselves() {
        var path = fresh("/cached/uncollapsed");
        origin().on(path, afterTheHurdle("Cache-Control: no-store\r\n"));
        var clients = leaderAndFollowers(path);

        hurdle.countDown();

        assertThat(clients.stream().map(client -> client.reply().text()).distinct())
                .hasSize(1 + FOLLOWERS);
        assertThat(asked.get()).isEqualTo(1 + FOLLOWERS);
        clients.forEach(RawClient::close);
    }

    @Test
    void slowRequestDoesNotHoldUpTheOthersForLong() {
        var path = fresh("/cached-hasty/slow");
        origin().on(path, afterTheHurdle("Cache-Control: max-age=600\r\n"));
        try (var slow = connect()) {
            slow.send(get(path));
            await().atMost(PATIENCE).until(() -> asked.get() == 1);

            assertThat(ask(get(path)).text()).isEqualTo("answer 2");
            assertThat(ask(get(path)).text()).isEqualTo("answer 2");
            assertThat(asked.get()).isEqualTo(2);

            hurdle.countDown();
            assertThat(slow.reply().text()).isEqualTo("answer 1");
        }
    }

    @Test
    void othersGoOnWhenTheClientLeavesThatWasFirst() {
        var path = fresh("/cached/orphaned");
        origin().on(path, afterTheHurdle("Cache-Control: max-age=600\r\n"));
        var clients = leaderAndFollowers(path);

        clients.getFirst().close();

        // The first request is still held up; of the others one asked in its place.
        assertThat(clients.subList(1, clients.size()))
                .allSatisfy(client -> assertThat(client.reply().text()).isNotEqualTo("answer 1"));
        hurdle.countDown();
        clients.forEach(RawClient::close);
    }
}
