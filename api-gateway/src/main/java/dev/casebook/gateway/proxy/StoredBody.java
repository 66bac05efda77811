package dev.casebook.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;

/**
 * A stored body, or a part of it, on its way to a client, no faster than that takes it: what waits to be written is a copy of what is stored, and
 * many slow readers of long answers would need as many.
 */
final class StoredBody {

    /** How exact the patience is. */
    private static final long CHECK_MILLIS = 100;

    private final Exchange exchange;
    private final Lane lane;
    private final Duration patience;
    private final byte[] bytes;
    private final int end;
    private int next;
    private long waitingSince;

    /**
     * @param patience how long the client may take nothing
     * @param end the position behind the last byte
     */
    StoredBody(Exchange exchange, Duration patience, byte[] bytes, int start, int end) {
        this.exchange = exchange;
        this.lane = exchange.connection().lane();
        this.patience = patience;
        this.bytes = bytes;
        this.next = start;
        this.end = end;
    }

    /** After the head of the answer is set. */
    void send() {
        while (!exchange.isOver()) {
            var piece = piece();
            if (next == end) {
                exchange.end(piece);
                return;
            }
            exchange.response().write(piece);
            if (exchange.response().writeQueueFull()) {
                awaitClient();
                return;
            }
        }
    }

    private Buffer piece() {
        int most = lane.settings().clients().writeAhead();
        int length = Math.min(most, end - next);
        next += length;
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes, next - length, length));
    }

    private void awaitClient() {
        waitingSince = lane.now();
        long timer = lane.getVertx().setPeriodic(CHECK_MILLIS, this::check);
        exchange.response().drainHandler(drained -> {
            lane.getVertx().cancelTimer(timer);
            send();
        });
    }

    private void check(long timer) {
        if (exchange.isOver() || lane.now() - waitingSince > patience.toNanos()) {
            lane.getVertx().cancelTimer(timer);
            exchange.cutOff();
        }
    }
}
