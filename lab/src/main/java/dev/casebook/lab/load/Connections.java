package dev.casebook.lab.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/** All connections to the target, opened when a request is due and none is idle. Used on the generator's thread only. */
final class Connections {

    private static final HttpDecoderConfig DECODING = new HttpDecoderConfig().setValidateHeaders(false);

    private final Bootstrap bootstrap;
    private final int most;
    private final Tally tally;
    private final LongConsumer afterAnswer;
    // Last in, first out: under a steady rate the same few stay warm.
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
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

    void send(Exchange exchange) {
        var connection = idle.pollLast();
        if (connection != null) {
            connection.send(exchange);
        } else if (open < most) {
            open(exchange);
        } else {
            waiting.addLast(exchange);
        }
    }

    private void open(Exchange first) {
        open++;
        var connection = new Connection(this, first);
        bootstrap
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
                        failed(first, "connection refused");
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
        var next = nextWaiting();
        if (next == null) {
            idle.addLast(connection);
        } else {
            connection.send(next);
        }
    }

    void closed(Connection connection) {
        open--;
        idle.remove(connection);
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
