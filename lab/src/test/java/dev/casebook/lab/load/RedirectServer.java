package dev.casebook.lab.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Answers every GET with a redirect, as badly as it is told to. */
public final class RedirectServer implements AutoCloseable {

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private final LongFunction<HttpResponseStatus> status;
    private final Channel channel;
    private volatile long stalledUntil = System.nanoTime();

    /** @param status of the nth answer, n from 1; null closes the connection instead */
    public RedirectServer(int port, LongFunction<HttpResponseStatus> status) {
        this.status = status;
        channel = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        connections.incrementAndGet();
                        open.incrementAndGet();
                        connection.closeFuture().addListener(_ -> open.decrementAndGet());
                        connection.pipeline().addLast(new HttpServerCodec(), new Handler());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly()
                .channel();
    }

    public RedirectServer() {
        this(0, n -> HttpResponseStatus.FOUND);
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    public long requests() {
        return requests.get();
    }

    /** All that were ever opened. */
    public long connections() {
        return connections.get();
    }

    public long openConnections() {
        return open.get();
    }

    /** From now on and for so long no answer is sent. */
    public void stall(Duration time) {
        stalledUntil = System.nanoTime() + time.toNanos();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Handler extends SimpleChannelInboundHandler<HttpObject> {

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest) {
                var code = status.apply(requests.incrementAndGet());
                long wait = stalledUntil - System.nanoTime();
                if (wait > 0) {
                    context.executor().schedule(() -> answer(context, code), wait, TimeUnit.NANOSECONDS);
                } else {
                    answer(context, code);
                }
            }
        }

        private void answer(ChannelHandlerContext context, HttpResponseStatus code) {
            if (code == null) {
                context.close();
                return;
            }
            var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, code, Unpooled.EMPTY_BUFFER);
            response.headers()
                    .set(HttpHeaderNames.LOCATION, "https://example.com/")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, 0);
            context.writeAndFlush(response, context.voidPromise());
        }
    }
}
