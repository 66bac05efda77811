package dev.casebook.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.quarkus.logging.Log;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Stands where Vert.x's own decoder stood. What an upstream sends beyond its answer must never be taken for the answer to somebody else's
 * request, and an answer that could end in two places is none.
 */
final class AnswerDecoder extends HttpResponseDecoder {

    private static final int CONTINUE = 100;
    private static final int SWITCHING = 101;
    private static final int EARLY_HINTS = 103;

    private final UpstreamConnection connection;
    private final int keepAlive;
    private int status;

    /**
     * @param maxHeaders in bytes
     * @param keepAlive in seconds: how long the connection may stand idle
     */
    AnswerDecoder(UpstreamConnection connection, int maxHeaders, int keepAlive) {
        super(new HttpDecoderConfig().setMaxHeaderSize(maxHeaders).setStrictLineParsing(true));
        this.connection = connection;
        this.keepAlive = keepAlive;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (in.isReadable()) {
            if (!connection.isAwaiting()) {
                unsolicited(context, in);
                return;
            }
            connection.received();
        }
        int before = out.size();
        super.decode(context, in, out);
        if (out.size() > before && isSwitch(out.get(before))) {
            // What follows goes through the tunnel that stands behind this decoder now.
            drop(before, out);
            return;
        }
        for (int i = before; i < out.size(); i++) {
            inspect(out.get(i));
        }
        if (isInterim() && !isUnderstood()) {
            drop(before, out);
        }
        if (!connection.isAwaiting() && in.isReadable()) {
            unsolicited(context, in);
        }
    }

    private boolean isSwitch(Object message) {
        return message instanceof HttpResponse answer
                && answer.status().code() == SWITCHING
                && answer.decoderResult().isSuccess()
                && connection.switched((HeadersMultiMap) answer.headers());
    }

    private void inspect(Object message) {
        if (message instanceof HttpResponse answer) {
            status = answer.status().code();
            KeepAlive.shorten(answer.headers(), keepAlive);
            if (answer.decoderResult().isSuccess() && !isFramingClear(answer)) {
                answer.setDecoderResult(DecoderResult.failure(
                        new IllegalArgumentException("the answer has a transfer coding that is not chunked alone")));
            }
        }
        if (message instanceof LastHttpContent && !isInterim()) {
            connection.answered();
        }
    }

    /** RFC 9112 §6.1, §6.3. */
    private static boolean isFramingClear(HttpResponse answer) {
        var codings = answer.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        return codings.isEmpty()
                || codings.size() == 1
                        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst())
                        && answer.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /** RFC 9110 §15.2: there may be some of these before the answer. */
    private boolean isInterim() {
        return status >= CONTINUE && status < HttpResponseStatus.OK.code() && status != SWITCHING;
    }

    /** The others would be taken for the answer. */
    private boolean isUnderstood() {
        return status == CONTINUE || status == EARLY_HINTS;
    }

    private static void drop(int from, List<Object> out) {
        while (out.size() > from) {
            ReferenceCountUtil.release(out.removeLast());
        }
    }

    /** Whoever gets the connection next must not get this. */
    private static void unsolicited(ChannelHandlerContext context, ByteBuf in) {
        Log.warnf(
                "event=upstream.unsolicited address=%s bytes=%d",
                context.channel().remoteAddress(), in.readableBytes());
        in.skipBytes(in.readableBytes());
        context.close();
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return connection.isHead() && !isInterim((HttpResponse) message) || super.isContentAlwaysEmpty(message);
    }

    private static boolean isInterim(HttpResponse answer) {
        return answer.status().code() < HttpResponseStatus.OK.code();
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("the answer has both Content-Length and Transfer-Encoding");
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        var version =
                switch (line[0]) {
                    case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
                    case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
                    default -> throw new IllegalArgumentException("the answer is not HTTP/1.1");
                };
        if (line[1].length() != 3) {
            throw new IllegalArgumentException("the status of the answer is not of three digits");
        }
        return new DefaultHttpResponse(
                version, HttpResponseStatus.valueOf(Integer.parseInt(line[1]), line[2]), HeadersMultiMap.httpHeaders());
    }
}
