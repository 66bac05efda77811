package dev.casebook.lab.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** How late the requests of these runs are depends on the machine; what is late because of the server does not. */
class OpenLoopTest {

    private static final int RATE = 200;
    /** Connections that are there before the first request. */
    private static final int AHEAD = 128;
    /** Requests of a second of warm-up. */
    private static final int WARMUP = RATE * 3 / 4;

    private static final Request REQUEST =
            new Request("GET /s/abc HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 302, false);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Second> seconds = new ArrayList<>();

    private Outcome run(InetSocketAddress target, int warmup, int measured, Duration timeout, int connections)
            throws InterruptedException {
        return run(target, warmup, measured, timeout, connections, second -> {});
    }

    private Outcome run(
            InetSocketAddress target,
            int warmup,
            int measured,
            Duration timeout,
            int connections,
            Consumer<Second> eachSecond)
            throws InterruptedException {
        var plan =
                new Plan(target, RATE, Duration.ofSeconds(warmup), Duration.ofSeconds(measured), timeout, connections);
        return OpenLoop.run(plan, () -> REQUEST, second -> {
            seconds.add(second);
            eachSecond.accept(second);
        });
    }

    @Test
    void everyRequestIsSentAndTheWarmupDoesNotCount() throws InterruptedException {
        try (var server = new RedirectServer()) {
            var outcome = run(server.address(), 1, 2, Duration.ofSeconds(30), 1_000);

            assertThat(server.requests()).isEqualTo(2 * RATE + WARMUP);
            assertThat(outcome.everSent()).isEqualTo(2 * RATE + WARMUP);
            assertThat(outcome.everRight()).isEqualTo(2 * RATE + WARMUP);
            assertThat(outcome.due()).isEqualTo(2 * RATE);
            assertThat(outcome.right()).isEqualTo(2 * RATE);
            assertThat(outcome.latency().getTotalCount()).isEqualTo(2 * RATE);
            assertThat(outcome.errors()).isEmpty();
        }
    }

    @Test
    void secondsAddUpToTheRun() throws InterruptedException {
        try (var server = new RedirectServer()) {
            run(server.address(), 1, 2, Duration.ofSeconds(30), 1_000);

            assertThat(seconds.getFirst().index()).isEqualTo(-1);
            assertThat(seconds).extracting(Second::index).isSorted().doesNotHaveDuplicates();
            assertThat(seconds.stream().mapToLong(Second::sent).sum()).isEqualTo(2 * RATE + WARMUP);
            assertThat(seconds.stream().mapToLong(Second::answered).sum()).isEqualTo(2 * RATE + WARMUP);
            assertThat(seconds.stream()
                            .mapToLong(second -> second.latency().getTotalCount())
                            .sum())
                    .isEqualTo(2 * RATE + WARMUP);
        }
    }

    @Test
    void shortPauseOpensNoConnectionAndALongOneAsManyAsItNeeds() throws InterruptedException {
        try (var server = new RedirectServer()) {
            server.stall(Duration.ofMillis(100));
            var brief = run(server.address(), 0, 1, Duration.ofSeconds(30), 1_000);
            assertThat(brief.right()).isEqualTo(RATE);
            assertThat(server.connections()).isEqualTo(AHEAD);
        }
        try (var server = new RedirectServer()) {
            server.stall(Duration.ofSeconds(2));
            var longer = run(server.address(), 0, 2, Duration.ofSeconds(30), 1_000);
            assertThat(longer.right()).isEqualTo(2 * RATE);
            assertThat(server.connections()).isBetween((long) AHEAD + 1, 2L * RATE);
        }
    }

    @Test
    void whatALongPauseOpenedIsClosedAgainWhenNobodyNeedsIt() throws InterruptedException {
        try (var server = new RedirectServer()) {
            server.stall(Duration.ofSeconds(2));
            var open = new ArrayList<Long>();
            var plan = new Plan(
                    server.address(), RATE, Duration.ZERO, Duration.ofSeconds(8), Duration.ofSeconds(30), 1_000);

            var outcome = OpenLoop.run(plan, () -> REQUEST, _ -> open.add(server.openConnections()));

            assertThat(open).anySatisfy(connections -> assertThat(connections).isGreaterThan(AHEAD));
            assertThat(open.get(6)).isEqualTo(AHEAD);
            assertThat(outcome.failed()).isZero();
        }
    }

    @Test
    void closedModelWaitsForAnswersAndLeavesOutWhatTimeDoesNotSufficeFor() throws InterruptedException {
        try (var server = new RedirectServer()) {
            server.stall(Duration.ofMillis(2_500));
            var open = new Plan(server.address(), RATE, SECOND, SECOND, Duration.ofSeconds(30), 1_000);

            var outcome = OpenLoop.run(open.closed(RATE, Duration.ofSeconds(2), 16), () -> REQUEST, seconds::add);

            assertThat(seconds.getFirst().sent()).isEqualTo(16);
            assertThat(server.requests()).isEqualTo(16);
            assertThat(server.connections()).isEqualTo(16);
            assertThat(outcome.right()).isEqualTo(16);
            assertThat(outcome.failed()).isZero();
        }
    }

    @Test
    void closedModelSendsNoMoreThanTheRate() throws InterruptedException {
        try (var server = new RedirectServer()) {
            var open = new Plan(server.address(), RATE, SECOND, SECOND, Duration.ofSeconds(30), 1_000);

            var outcome = OpenLoop.run(open.closed(RATE / 2, Duration.ofSeconds(2), 16), () -> REQUEST, seconds::add);

            assertThat(outcome.right()).isEqualTo(RATE);
            assertThat(seconds.getFirst().sent()).isLessThanOrEqualTo(RATE / 2 + 16);
        }
    }

    @Test
    void stallOfTheServerShowsInEveryRequestThatWasDueMeanwhile() throws InterruptedException {
        try (var server = new RedirectServer()) {
            var outcome = run(server.address(), 1, 4, Duration.ofSeconds(30), 1_000, second -> {
                if (second.index() == 0) {
                    server.stall(SECOND);
                }
            });

            // Due evenly over a second of silence, they waited 1 s, 0.995 s, … 0 s. A closed loop would have sent one
            // and waited.
            var latency = outcome.latency();
            assertThat(outcome.right()).isEqualTo(4 * RATE);
            assertThat(latency.getCountBetweenValues(100_000, latency.getMaxValue()))
                    .isGreaterThanOrEqualTo(RATE * 8 / 10);
            assertThat(latency.getValueAtPercentile(99)).isGreaterThan(800_000);
        }
    }

    @Test
    void requestThatFindsEveryConnectionBusyIsLateButKeepsItsDueTime() throws InterruptedException {
        try (var server = new RedirectServer()) {
            var outcome = run(server.address(), 1, 5, Duration.ofSeconds(30), 1, second -> {
                if (second.index() == 0) {
                    server.stall(SECOND);
                }
            });

            assertThat(outcome.right()).isEqualTo(5 * RATE);
            assertThat(outcome.held()).isFalse();
            assertThat(outcome.lag().getMaxValue()).isGreaterThan(800_000);
            assertThat(outcome.latency()
                            .getCountBetweenValues(100_000, outcome.latency().getMaxValue()))
                    .isGreaterThanOrEqualTo(RATE * 8 / 10);
        }
    }

    @Test
    void answerWithAnotherStatusIsAnError() throws InterruptedException {
        try (var server = new RedirectServer(
                0, n -> n % 4 == 0 ? HttpResponseStatus.SERVICE_UNAVAILABLE : HttpResponseStatus.FOUND)) {
            var outcome = run(server.address(), 0, 1, Duration.ofSeconds(30), 1_000);

            assertThat(outcome.errors()).containsOnlyKeys("status 503").containsEntry("status 503", RATE / 4L);
            assertThat(outcome.right()).isEqualTo(RATE * 3 / 4);
        }
    }

    @Test
    void whatIsSentAsideIsKeptApart() throws InterruptedException {
        var created = new Request(REQUEST.bytes(), 201, true);
        var numbers = new AtomicLong();
        try (var server =
                new RedirectServer(0, n -> n % 4 == 0 ? HttpResponseStatus.CREATED : HttpResponseStatus.FOUND)) {
            // One connection, so that the server sees them in this order.
            var plan = new Plan(server.address(), RATE, Duration.ZERO, SECOND, Duration.ofSeconds(30), 1);

            var outcome =
                    OpenLoop.run(plan, () -> numbers.incrementAndGet() % 4 == 0 ? created : REQUEST, seconds::add);

            assertThat(outcome.errors()).isEmpty();
            assertThat(outcome.due()).isEqualTo(RATE);
            assertThat(outcome.everSent()).isEqualTo(RATE * 3 / 4);
            assertThat(outcome.everRight()).isEqualTo(RATE * 3 / 4);
            assertThat(outcome.latency().getTotalCount()).isEqualTo(RATE * 3 / 4);
            assertThat(outcome.asideLatency().getTotalCount()).isEqualTo(RATE / 4);
        }
    }

    @Test
    void connectionClosedInsteadOfAnAnswerIsAnErrorAndTheNextRequestGetsAnother() throws InterruptedException {
        try (var server = new RedirectServer(0, n -> n % 10 == 0 ? null : HttpResponseStatus.FOUND)) {
            var outcome = run(server.address(), 0, 1, Duration.ofSeconds(30), 1_000);

            assertThat(outcome.errors())
                    .containsOnlyKeys("connection closed")
                    .containsEntry("connection closed", RATE / 10L);
            assertThat(outcome.right()).isEqualTo(RATE * 9 / 10);
        }
    }

    @Test
    void unansweredRequestsAreGivenUpOneTimeoutAfterTheyWereDue() throws InterruptedException {
        try (var server = new RedirectServer()) {
            server.stall(Duration.ofMinutes(10));

            var outcome = run(server.address(), 0, 1, SECOND, 50);

            assertThat(outcome.errors().keySet()).isSubsetOf("timeout", "never sent");
            assertThat(outcome.errors().get("timeout")).isGreaterThanOrEqualTo(50);
            assertThat(outcome.right()).isZero();
            assertThat(outcome.failed()).isEqualTo(RATE);
            assertThat(outcome.held()).isFalse();
        }
    }

    @Test
    void absentServerIsAnErrorForEachRequest() throws InterruptedException {
        var server = new RedirectServer();
        var address = server.address();
        server.close();

        var outcome = run(address, 1, 1, Duration.ofSeconds(30), 50);

        assertThat(outcome.errors()).containsOnlyKeys("connection refused").containsEntry("connection refused", (long)
                RATE);
        assertThat(outcome.warmupErrors()).isEqualTo(WARMUP);
        assertThat(outcome.everSent()).isZero();
        assertThat(outcome.held()).isFalse();
    }
}
