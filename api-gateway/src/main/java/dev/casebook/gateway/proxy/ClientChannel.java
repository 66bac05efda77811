package dev.casebook.gateway.proxy;

import dev.casebook.gateway.tls.TlsPort;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;

/** The connection of a client as it is below HTTP: how it ends, and how it becomes another. */
record ClientChannel(Channel channel) {

    /** From now on no HTTP is spoken here, after the answer that says so. */
    void become(TunnelEnd end, HttpHeaders answer, RequestDecoder decoder) {
        channel.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.SWITCHING_PROTOCOLS,
                Unpooled.EMPTY_BUFFER,
                answer,
                EmptyHttpHeaders.INSTANCE));
        channel.pipeline().addBefore("handler", "tunnel", end);
        channel.pipeline().remove("httpEncoder");
        channel.pipeline().remove(decoder);
    }

    /** So that the client can tell it from a complete answer: with a reset. */
    void abort() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        // Not by Vert.x, which would first write what waits for a client that may never read it.
        channel.pipeline().firstContext().close();
    }

    /** If not, a close would wait for a client that may never read. */
    boolean isFlushed() {
        return channel.bytesBeforeUnwritable() >= channel.config().getWriteBufferHighWaterMark();
    }

    /** The client sees the end of what it reads, and what it sends is still taken. */
    void endOutput() {
        TlsPort.endOutput(channel)
                .ifPresentOrElse(
                        ended -> ended.addListener((ChannelFutureListener) sent -> shutdownOutput()),
                        this::shutdownOutput);
    }

    private void shutdownOutput() {
        ((SocketChannel) channel).shutdownOutput();
    }
}
