package dev.casebook.lab.drills;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Streams that share a connection of HTTP/2 in the clear, by prior knowledge, which the JDK's client does not speak. */
final class Http2Streams implements AutoCloseable {

    private static final long CLOSING_SECONDS = 5;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Channel connection;

    Http2Streams(int port) throws InterruptedException {
        connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        Http2FrameCodecBuilder.forClient().build(),
                                        new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
    }

    void open(String path, OpenStream stream) {
        new Http2StreamChannelBootstrap(connection)
                .handler(new Reader(stream))
                .open()
                .addListener((Future<Http2StreamChannel> opened) -> {
                    if (opened.isSuccess()) {
                        var head = new DefaultHttp2Headers()
                                .method("GET")
                                .scheme("http")
                                .authority("drill.test")
                                .path(path);
                        opened.getNow().writeAndFlush(new DefaultHttp2HeadersFrame(head, true));
                    } else {
                        stream.ended(opened.cause().toString());
                    }
                });
    }

    private static final class Reader extends ChannelInboundHandlerAdapter {

        private final OpenStream stream;
        private final StringBuilder unfinished = new StringBuilder();
        private String end = "cut";

        Reader(OpenStream stream) {
            this.stream = stream;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                switch (frame) {
                    case Http2HeadersFrame head ->
                        end = "status %s, cut".formatted(head.headers().status());
                    case Http2DataFrame data -> read(data.content().toString(StandardCharsets.ISO_8859_1));
                    case Http2ResetFrame reset -> end = "reset with %d".formatted(reset.errorCode());
                    default -> {}
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        private void read(String text) {
            unfinished.append(text);
            for (int at = unfinished.indexOf("\n"); at >= 0; at = unfinished.indexOf("\n")) {
                OpenStreams.line(unfinished.substring(0, at), stream);
                unfinished.delete(0, at + 1);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                end = "reset with %d".formatted(reset.errorCode());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            end = cause.toString();
            context.close();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stream.ended(end);
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSING_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
