package dev.casebook.gateway.proxy;

import dev.casebook.gateway.tls.TlsPort;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.impl.headers.HeadersMultiMap;
import java.util.List;

/**
 * Stands where Vert.x's own decoder stood. Netty repairs some of what must be refused (Content-Length beside chunked) and Vert.x answers
 * nothing to a malformed body; and only here is it known when a request head begins, which the deadline against slow clients counts from.
 */
final class RequestDecoder extends HttpRequestDecoder {

    private final Http1Connection connection;
    private boolean versionKnown;
    private boolean betweenRequests = true;
    private boolean beforeMethod;
    private int wordEnd;
    private boolean discarding;
    private boolean holding;

    RequestDecoder(Http1Connection connection, ClientSettings settings) {
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(settings.maxRequestLine())
                .setMaxHeaderSize(settings.maxHeaders())
                .setStrictLineParsing(true));
        this.connection = connection;
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (discarding) {
            in.skipBytes(in.readableBytes());
            return;
        }
        if (holding && in.isReadable()) {
            in.skipBytes(in.readableBytes());
            connection.abort();
            return;
        }
        if (betweenRequests && in.isReadable()) {
            betweenRequests = false;
            beforeMethod = true;
            connection.headStarted();
        }
        if (!versionKnown && !isHttp1(in)) {
            return;
        }
        if (beforeMethod && !isAtMethod(in, out)) {
            return;
        }
        int before = out.size();
        super.decode(context, in, out);
        for (int i = before; i < out.size() && !discarding; i++) {
            inspect(i, out);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        if (context.channel().isWritable()) {
            connection.readOn();
        }
    }

    /** What is something else is read by somebody else, or by nobody. */
    private boolean isHttp1(ByteBuf in) {
        if (!in.isReadable()) {
            return false;
        }
        var preface = Preface.of(in, TlsPort.protocol(connection.channel()));
        versionKnown = preface != Preface.UNDECIDED;
        if (preface == Preface.HTTP_2) {
            connection.becomeHttp2();
        } else if (preface == Preface.BROKEN_PROMISE) {
            discarding = true;
            connection.abort();
        }
        return preface == Preface.HTTP_1;
    }

    /** Only empty lines may stand before a request (RFC 9112 §2.2); Netty would skip much more. */
    private boolean isAtMethod(ByteBuf in, List<Object> out) {
        while (isAt(in, 0, HttpConstants.CR) && isAt(in, 1, HttpConstants.LF)) {
            in.skipBytes(2);
        }
        if (!in.isReadable() || in.readableBytes() == 1 && isAt(in, 0, HttpConstants.CR)) {
            return false;
        }
        beforeMethod = false;
        if (!Token.isPart(in.getByte(in.readerIndex()))) {
            in.skipBytes(in.readableBytes());
            connection.headEnded();
            refuse(Refusal.malformed("The request does not begin with a method."), out.size(), out);
            return false;
        }
        return true;
    }

    private static boolean isAt(ByteBuf in, int offset, byte wanted) {
        return in.readableBytes() > offset && in.getByte(in.readerIndex() + offset) == wanted;
    }

    /** Reads on, and throws away. */
    void discard() {
        discarding = true;
    }

    /** Until the request is answered nothing may follow it. */
    void hold() {
        holding = true;
    }

    private void inspect(int index, List<Object> out) {
        var message = out.get(index);
        if (message instanceof HttpRequest head) {
            connection.headEnded();
            Framing.check(head).ifPresent(refusal -> refuse(refusal, index, out));
        } else if (message instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            discarding = true;
            drop(index, out);
            connection.malformedBody(Framing.unreadable(content.decoderResult().cause()));
            return;
        }
        if (message instanceof LastHttpContent) {
            betweenRequests = true;
        }
    }

    /** In place of the message goes an empty request, which the connection answers with the refusal. Nothing after it is read. */
    private void refuse(Refusal refusal, int index, List<Object> out) {
        discarding = true;
        drop(index, out);
        connection.refuseNext(refusal);
        out.add(emptyRequest());
        out.add(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    /** Answers a request whose head has begun, and did not end in time. */
    void refuseUnfinished(Refusal refusal) {
        discarding = true;
        connection.headEnded();
        connection.refuseNext(refusal);
        var context = connection.channel().pipeline().context(this);
        context.fireChannelRead(emptyRequest());
        context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        context.fireChannelReadComplete();
    }

    private static HttpRequest emptyRequest() {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/", HeadersMultiMap.httpHeaders());
    }

    private static void drop(int from, List<Object> out) {
        while (out.size() > from) {
            ReferenceCountUtil.release(out.removeLast());
        }
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new RefusedException(Framing.contradiction());
    }

    @Override
    protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
        wordEnd = start + length;
        return super.splitFirstWordInitialLine(line, start, length);
    }

    @Override
    protected String splitSecondWordInitialLine(byte[] line, int start, int length) {
        checkSpace(line, start);
        wordEnd = start + length;
        return super.splitSecondWordInitialLine(line, start, length);
    }

    @Override
    protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
        checkSpace(line, start);
        return super.splitThirdWordInitialLine(line, start, length);
    }

    /** RFC 9112 §3: exactly one, and no other white space. */
    private void checkSpace(byte[] line, int nextWord) {
        if (nextWord != wordEnd + 1 || line[wordEnd] != HttpConstants.SP) {
            throw new RefusedException(
                    Refusal.malformed("The parts of the request line are not divided by one space."));
        }
    }

    @Override
    protected HttpMessage createMessage(String[] line) {
        var version =
                switch (line[2]) {
                    case "HTTP/1.1" -> HttpVersion.HTTP_1_1;
                    case "HTTP/1.0" -> HttpVersion.HTTP_1_0;
                    default -> throw new RefusedException(version(line[2]));
                };
        return new DefaultHttpRequest(version, HttpMethod.valueOf(line[0]), line[1], HeadersMultiMap.httpHeaders());
    }

    private static Refusal version(String text) {
        return text.matches("HTTP/[0-9]\\.[0-9]")
                ? new Refusal(505, "version-not-supported", "HTTP Version Not Supported", "This port speaks HTTP/1.1.")
                : Refusal.malformed("The request line does not end with a version.");
    }

    /** Netty looks the class up the slow way otherwise. */
    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        return false;
    }
}
