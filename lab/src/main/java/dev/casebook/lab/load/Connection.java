package dev.casebook.lab.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;

/** A keep-alive connection with at most one request on it. */
final class Connection extends SimpleChannelInboundHandler<HttpObject> {

    private final Connections pool;

    private ChannelHandlerContext context;
    private Exchange exchange;
    private int status;
    private boolean reusable;
    private long idleSince;

    /** @param first what it is opened for; null when that is not known yet */
    Connection(Connections pool, Exchange first) {
        this.pool = pool;
        this.exchange = first;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        this.context = context;
        if (exchange == null) {
            pool.idle(this);
        } else {
            send(exchange);
        }
    }

    /** @param now as {@link System#nanoTime} has it */
    void rest(long now) {
        idleSince = now;
    }

    long idleNanos(long now) {
        return now - idleSince;
    }

    void close() {
        context.close();
    }

    void send(Exchange next) {
        if (next.finished) {
            pool.idle(this);
            return;
        }
        exchange = next;
        next.connection = this;
        var bytes = context.alloc().directBuffer(next.request.bytes().length).writeBytes(next.request.bytes());
        context.writeAndFlush(bytes, context.voidPromise());
        pool.sent(next);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message.decoderResult().isFailure()) {
            fail("malformed answer");
            return;
        }
        if (message instanceof HttpResponse response) {
            status = response.status().code();
            reusable = HttpUtil.isKeepAlive(response);
        }
        if (message instanceof LastHttpContent && exchange != null) {
            var answered = exchange;
            exchange = null;
            if (reusable) {
                pool.idle(this);
            } else {
                context.close();
            }
            pool.answered(answered, status);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail("connection closed");
        pool.closed(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(cause.getClass().getSimpleName());
    }

    /** Gives up the request, and with it the connection: a late answer must not be taken for the next one's. */
    void fail(String kind) {
        if (exchange != null) {
            var failed = exchange;
            exchange = null;
            context.close();
            pool.failed(failed, kind);
        }
    }
}
