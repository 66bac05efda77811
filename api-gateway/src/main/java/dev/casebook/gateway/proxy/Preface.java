package dev.casebook.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.ssl.ApplicationProtocolNames;
import java.util.Optional;

/** Which HTTP a client speaks, by the first bytes of its connection (RFC 9113 §3.4) and by what it has chosen in its TLS handshake (RFC 7301). */
enum Preface {
    HTTP_1,
    HTTP_2,
    /** What has come could be the beginning of HTTP/2. */
    UNDECIDED,
    /** HTTP/2 was chosen, and something else is spoken. */
    BROKEN_PROMISE;

    private static final ByteBuf EXPECTED = Http2CodecUtil.connectionPrefaceBuf();

    /** @param chosen empty without TLS, and when the client has not chosen */
    static Preface of(ByteBuf in, Optional<String> chosen) {
        if (chosen.filter(ApplicationProtocolNames.HTTP_1_1::equals).isPresent()) {
            return HTTP_1;
        }
        int length = Math.min(in.readableBytes(), EXPECTED.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), EXPECTED, 0, length)) {
            return chosen.isPresent() ? BROKEN_PROMISE : HTTP_1;
        }
        return length == EXPECTED.readableBytes() ? HTTP_2 : UNDECIDED;
    }
}
