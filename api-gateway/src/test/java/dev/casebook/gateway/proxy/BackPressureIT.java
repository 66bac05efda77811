package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Http2Client;
import dev.casebook.gateway.support.Origin;
import dev.casebook.gateway.support.RawClient;
import dev.casebook.gateway.support.WebSockets;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.internal.PlatformDependent;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who reads slowly slows down who writes, through the gateway, and the gateway holds next to nothing of what is under way. */
@QuarkusTest
class BackPressureIT extends GatewayTest {

    private static final byte[] MEBIBYTE = new byte[1 << 20];
    private static final int LARGE = 256;

    /** What the gateway may hold of one stalled body: socket buffers are the system's, not counted here. */
    private static final long HELD_AT_MOST = 16 << 20;

    @Test
    void slowReaderOfALargeAnswerKeepsMemoryFlat() throws IOException {
        var sent = new AtomicLong();
        origin().on("/open/download", (request, connection) -> sendLarge(connection, sent));
        try (var client = new RawClient(port(), 64 << 10)) {
            client.send(get("/open/download"));
            client.replyWithoutBody();
            long before = held();
            awaitStall(sent);

            assertThat(held() - before).isLessThan(HELD_AT_MOST);
            assertThat(sent.get()).isLessThan((long) LARGE << 20);

            assertThat(skip(client)).isEqualTo((long) LARGE << 20);
            assertThat(held() - before).isLessThan(HELD_AT_MOST);
        }
    }

    @Test
    void slowReaderOfAStreamKeepsMemoryFlat() {
        var sent = new AtomicLong();
        origin().on("/open/download-by-http2", (request, connection) -> sendLarge(connection, sent));
        try (var client = new Http2Client(connect())) {
            // And its window is never opened again.
            client.get(1, "/open/download-by-http2").await(Http2Client.HEADERS, 1);
            long before = held();
            awaitStall(sent);

            assertThat(held() - before).isLessThan(HELD_AT_MOST);
            assertThat(sent.get()).isLessThan((long) LARGE << 20);
        }
    }

    @Test
    void slowReaderOfALargeRequestKeepsMemoryFlat() {
        var received = new AtomicLong();
        var go = new CountDownLatch(1);
        origin().onHead("/open/upload", (request, connection) -> {
            pass(go);
            for (int i = 0; i < LARGE; i++) {
                received.addAndGet(connection.in().readNBytes(MEBIBYTE.length).length);
            }
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        var sent = new AtomicLong();
        try (var client = connect()) {
            client.send("POST /open/upload HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n".formatted(LARGE << 20));
            long before = held();
            Thread.ofVirtual().start(() -> sendLarge(client, sent));
            awaitStall(sent);

            assertThat(held() - before).isLessThan(HELD_AT_MOST);
            assertThat(sent.get()).isLessThan((long) LARGE << 20);

            go.countDown();
            assertThat(client.reply().status()).isEqualTo(200);
            assertThat(received.get()).isEqualTo((long) LARGE << 20);
        }
    }

    @Test
    void slowReaderOfAWebSocketKeepsMemoryFlat() throws IOException {
        var sent = new AtomicLong();
        origin().onHead("/socket/large", (request, connection) -> {
            connection.send(WebSockets.accepted());
            sendParts(connection, sent);
        });
        try (var client = new RawClient(port(), 64 << 10)) {
            client.send(WebSockets.handshake("/socket/large"));
            assertThat(client.replyWithoutBody().status()).isEqualTo(101);
            long before = held();
            awaitStall(sent);

            assertThat(held() - before).isLessThan(HELD_AT_MOST);
            assertThat(sent.get()).isLessThan((long) LARGE << 20);

            assertThat(skip(client)).isEqualTo((long) LARGE << 20);
        }
    }

    private static void sendLarge(RawClient client, AtomicLong sent) {
        try {
            for (int i = 0; i < LARGE; i++) {
                client.send(MEBIBYTE);
                sent.addAndGet(MEBIBYTE.length);
            }
        } catch (UncheckedIOException refused) {
            // The answer says why, and the test looks at it.
            return;
        }
    }

    private static void sendLarge(Origin.Connection connection, AtomicLong sent) throws IOException {
        connection.send("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n".formatted(LARGE << 20));
        sendParts(connection, sent);
    }

    private static void sendParts(Origin.Connection connection, AtomicLong sent) throws IOException {
        for (int i = 0; i < LARGE; i++) {
            connection.out().write(MEBIBYTE);
            sent.addAndGet(MEBIBYTE.length);
        }
    }

    /** Until nothing moves any more: back-pressure has reached the sender. */
    private static void awaitStall(AtomicLong sent) {
        var last = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> sent.get() > 0 && last.getAndSet(sent.get()) == sent.get());
    }

    /** Bytes in Netty's buffers and on the heap. */
    private static long held() {
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        return heap + PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() + PlatformDependent.usedDirectMemory();
    }

    private static long skip(RawClient client) throws IOException {
        var buffer = new byte[1 << 20];
        long total = 0;
        while (total < (long) LARGE << 20) {
            int count = client.in().read(buffer);
            if (count < 0) {
                return total;
            }
            total += count;
        }
        return total;
    }

    private static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
