package dev.casebook.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Connection.PropertyKey;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;

/**
 * Stands before Vert.x's own listener, which knows no difference between a request and its trailers, takes the first of two Hosts, and holds as many
 * pieces of a body as a client likes to make of it. A stream that breaks a rule is reset; others go on.
 */
final class StreamGuard extends Http2FrameListenerDecorator {

    /** Of one body, that wait for the service. Each takes memory besides its bytes. */
    private static final int MOST_PIECES = 1024;

    /** A request whose head has come. */
    private static final class Received {
        private int waiting;
    }

    private final io.netty.handler.codec.http2.Http2Connection streams;
    private final Http2LocalFlowController window;
    private final PropertyKey key;
    private final Http2Connection client;

    StreamGuard(Http2ConnectionHandler frames, Http2Connection client) {
        super(frames.decoder().frameListener());
        this.streams = frames.connection();
        this.window = frames.decoder().flowController();
        this.key = streams.newKey();
        this.client = client;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context, int streamId, Http2Headers headers, int padding, boolean endOfStream)
            throws Http2Exception {
        check(streamId, headers, endOfStream);
        super.onHeadersRead(context, streamId, headers, padding, endOfStream);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext context,
            int streamId,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean endOfStream)
            throws Http2Exception {
        check(streamId, headers, endOfStream);
        super.onHeadersRead(context, streamId, headers, dependency, weight, exclusive, padding, endOfStream);
    }

    private void check(int streamId, Http2Headers headers, boolean endOfStream) throws Http2Exception {
        var stream = streams.stream(streamId);
        if (stream.getProperty(key) != null) {
            RequestHead.checkTrailers(streamId, headers);
            return;
        }
        stream.setProperty(key, new Received());
        RequestHead.check(streamId, headers);
        client.headCame(endOfStream);
    }

    @Override
    public int onDataRead(ChannelHandlerContext context, int streamId, ByteBuf data, int padding, boolean endOfStream)
            throws Http2Exception {
        count(streams.stream(streamId), data.readableBytes() + padding);
        return super.onDataRead(context, streamId, data, padding, endOfStream);
    }

    private void count(Http2Stream stream, int bytes) throws Http2Exception {
        Received received = stream.getProperty(key);
        if (window.unconsumedBytes(stream) <= bytes) {
            received.waiting = 0;
        } else if (++received.waiting > MOST_PIECES) {
            throw Http2Exception.streamError(
                    stream.id(),
                    Http2Error.ENHANCE_YOUR_CALM,
                    "more than %d pieces of a body are waiting",
                    MOST_PIECES);
        }
    }
}
