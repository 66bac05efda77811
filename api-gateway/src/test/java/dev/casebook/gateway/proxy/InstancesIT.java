package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.TestUpstream;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Which of several instances gets a request, and which gets none. */
@QuarkusTest
class InstancesIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TestUpstream first = Upstreams.first();
    private final TestUpstream second = Upstreams.second();

    @BeforeEach
    @AfterEach
    void everythingIsBack() {
        first.ready(true);
        second.ready(true);
        awaitHealthz("\"pair\":[\"ready\",\"ready\"]");
        awaitRequestsTo(first);
        awaitRequestsTo(second);
    }

    /** One that refused a connection stays out for a while, whatever its health. */
    private void awaitRequestsTo(TestUpstream instance) {
        int before = instance.requests().received("/pair/back").size();
        await().atMost(PATIENCE).until(() -> {
            ask(get("/pair/back"));
            return instance.requests().received("/pair/back").size() > before;
        });
    }

    private void awaitHealthz(String text) {
        await().atMost(PATIENCE).until(() -> ask(get("/healthz")).text().contains(text));
    }

    @Test
    void refusedConnectionFailsOverToTheOtherInstance() {
        first.requests().leave();
        try {
            var statuses = IntStream.range(0, 20)
                    .mapToObj(
                            i -> ask(request("POST", "/pair/failover", "hello")).status())
                    .toList();

            assertThat(statuses).containsOnly(200);
            assertThat(second.requests().received("/pair/failover")).hasSize(20);
        } finally {
            first.requests().restart();
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others refuse what their queue has no room for")
    void hostThatHasVanishedFailsOverToTheOtherInstance() {
        try {
            first.requests().vanish();
            // At once, so that those which meet it wait together.
            var asked = IntStream.range(0, 6)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> ask(get("/pair/vanished")).status(), Thread::startVirtualThread))
                    .toList();

            assertThat(asked).extracting(CompletableFuture::join).containsOnly(200);
        } finally {
            first.requests().restart();
        }
    }

    @Test
    void noInstanceThatTakesConnectionsIsServiceUnavailable() {
        first.requests().leave();
        second.requests().leave();
        try {
            var reply = ask(get("/pair/refused"));

            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.header("Retry-After")).isEqualTo("1");
        } finally {
            first.requests().restart();
            second.requests().restart();
        }
    }

    @Test
    void serviceThatIsNotConfiguredIsServiceUnavailable() {
        var reply = ask(get("/absent/x"));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.header("Retry-After")).isEqualTo("1");
        assertThat(reply.text()).contains("upstream-unavailable");
    }

    @Test
    void instanceThatIsNotReadyGetsNothingUntilItIs() {
        first.ready(false);
        awaitHealthz("\"pair\":[\"not-ready\",\"ready\"]");
        int before = first.requests().received("/pair/unready").size();
        askOften("/pair/unready");
        assertThat(first.requests().received("/pair/unready")).hasSize(before);

        first.ready(true);
        // It may begin with a small share.
        await().atMost(PATIENCE).until(() -> {
            askOften("/pair/unready");
            return first.requests().received("/pair/unready").size() > before;
        });
    }

    @Test
    void connectionThatHasServedLongEnoughServesOneRequestMore() {
        await().atMost(PATIENCE).until(() -> {
            assertThat(ask(get("/open/aged")).status()).isEqualTo(200);
            var headers = origin().last("/open/aged").orElseThrow().headers();
            return headers.all("Connection").equals(List.of("close"));
        });
    }

    @Test
    void instanceWhoseHealthDoesNotAnswerIsTakenOut() {
        first.management().on("/q/health/ready", (request, connection) -> connection.isEnded());

        awaitHealthz("\"pair\":[\"silent\",\"ready\"]");

        assertThat(askOften("/pair/silent")).extracting(Reply::status).containsOnly(200);
        assertThat(first.requests().received("/pair/silent")).isEmpty();
    }

    @Test
    void instanceThatIsGoneIsTakenOutAndComesBack() {
        first.management().stop();
        first.requests().leave();
        try {
            awaitHealthz("\"pair\":[\"unreachable\",\"ready\"]");
        } finally {
            first.management().restart();
            first.requests().restart();
        }
        awaitHealthz("\"pair\":[\"ready\",\"ready\"]");
    }

    @Test
    void instancesShareTheRequests() {
        // One that has just come back gets less for a moment.
        await().atMost(PATIENCE).until(() -> {
            int before = first.requests().received("/pair/shared").size();
            askOften("/pair/shared");
            int got = first.requests().received("/pair/shared").size() - before;
            return got >= 8 && got <= 12;
        });
    }

    private List<Reply> askOften(String path) {
        return IntStream.range(0, 20).mapToObj(i -> ask(get(path))).toList();
    }

    @Test
    void aHundredClientsAtOnceAreAllServed() throws InterruptedException {
        int clients = 100;
        int each = 20;
        var served = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < clients; i++) {
                threads.submit(() -> {
                    try (var client = connect()) {
                        for (int n = 0; n < each; n++) {
                            if (client.send(request("POST", "/pair/many", "hello"))
                                            .reply()
                                            .status()
                                    == 200) {
                                served.incrementAndGet();
                            }
                        }
                    }
                });
            }
            threads.shutdown();
            assertThat(threads.awaitTermination(180, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(served).hasValue(clients * each);
        assertThat(first.requests().received("/pair/many").size()
                        + second.requests().received("/pair/many").size())
                .isEqualTo(clients * each);
    }
}
