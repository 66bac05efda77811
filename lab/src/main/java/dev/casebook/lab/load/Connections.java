package dev.casebook.lab.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * All connections to the target. Some are there before the first request, as in the long run of a service that many use; more are opened when a request
 * is due and none is idle. Used on the generator's thread only.
 */
final class Connections {

    private static final HttpDecoderConfig DECODING = new HttpDecoderConfig().setValidateHeaders(false);

    /**
     * What a pause of 0.06 s at 2,000 a second asks for. Without them a short pause of the target had each request that fell due open a connection, and
     * what that costs on all sides made it a long one.
     */
    private static final int AHEAD = 128;

    /** Long before a target closes it, maybe just when the next request is on its way. */
    private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Bootstrap bootstrap;
    private final int most;
    private final Tally tally;
    private final LongConsumer afterAnswer;
    // In turn, so that none stands idle for so long that the target closes it.
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    // What a pause has opened beyond them; asked only when those are busy, so that one pause does not spread all that
    // follows over a thousand.
    private final ArrayDeque<Connection> spare = new ArrayDeque<>();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private int open;

    /** @param afterAnswer gets the time, as {@link System#nanoTime} has it */
    Connections(Bootstrap bootstrap, Plan plan, Tally tally, LongConsumer afterAnswer) {
        this.bootstrap = bootstrap
                .remoteAddress(plan.target())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        plan.timeout().toMillis());
        this.most = plan.connections();
        this.tally = tally;
        this.afterAnswer = afterAnswer;
    }

    /** @param then when all are open, or were refused, which the requests will tell */
    void openAhead(Runnable then) {
        int wanted = Math.min(AHEAD, most);
        var missing = new AtomicInteger(wanted);
        for (int i = 0; i < wanted; i++) {
            open(new Connection(this, null)).addListener(connected -> {
                if (missing.decrementAndGet() == 0) {
                    then.run();
                }
            });
        }
    }

    void send(Exchange exchange) {
        var connection = idle.isEmpty() ? spare.pollLast() : idle.pollFirst();
        if (connection != null) {
            connection.send(exchange);
        } else if (open < most) {
            open(exchange);
        } else {
            waiting.addLast(exchange);
        }
    }

    private void open(Exchange first) {
        open(new Connection(this, first)).addListener(connected -> {
            if (!connected.isSuccess()) {
                failed(first, "connection refused");
            }
        });
    }

    private ChannelFuture open(Connection connection) {
        open++;
        return bootstrap
                .clone()
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpResponseDecoder(DECODING), connection);
                    }
                })
                .connect()
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        closed(connection);
                    }
                });
    }

    void sent(Exchange exchange) {
        tally.sent(exchange, System.nanoTime());
    }

    void answered(Exchange exchange, int status) {
        long now = System.nanoTime();
        if (!exchange.finished) {
            exchange.finished = true;
            tally.answered(exchange, status, now);
        }
        afterAnswer.accept(now);
    }

    void failed(Exchange exchange, String kind) {
        if (!exchange.finished) {
            exchange.finished = true;
            tally.failed(exchange, kind);
        }
    }

    void idle(Connection connection) {
        long now = System.nanoTime();
        closeOneUnused(now);
        var next = nextWaiting();
        if (next == null) {
            connection.rest(now);
            (idle.size() < AHEAD ? idle : spare).addLast(connection);
        } else {
            connection.send(next);
        }
    }

    /** One after each answer: to close all that a pause has opened at once would be a pause for the target. */
    private void closeOneUnused(long now) {
        var oldest = spare.peekFirst();
        if (oldest != null && oldest.idleNanos(now) >= SPARE_NANOS) {
            oldest.close();
        }
    }

    void closed(Connection connection) {
        open--;
        if (!idle.remove(connection)) {
            spare.remove(connection);
        }
        var next = nextWaiting();
        if (next != null) {
            open(next);
        }
    }

    private Exchange nextWaiting() {
        var next = waiting.pollFirst();
        while (next != null && next.finished) {
            next = waiting.pollFirst();
        }
        return next;
    }

    /** Gives up a request that is too late, wherever it is. */
    void expire(Exchange exchange) {
        if (exchange.connection == null) {
            failed(exchange, "never sent");
        } else {
            exchange.connection.fail("timeout");
        }
    }
}
