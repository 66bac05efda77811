package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Headers.PseudoHeaderName;
import io.netty.util.AsciiString;
import java.util.EnumSet;
import java.util.Set;

/**
 * The checks of a request head in HTTP/2, as {@link Framing} has them for HTTP/1.1. Netty has checked the order of pseudo-headers, the case of names,
 * headers of one connection, and Content-Length against what comes; the rest is here. What fails is malformed (RFC 9113 §8.1.1) and ends the
 * stream.
 */
final class RequestHead {

    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString OPTIONS = AsciiString.cached("OPTIONS");

    private RequestHead() {}

    /** Afterwards {@code :authority} and Host are there, and the same. */
    static void check(int streamId, Http2Headers headers) throws Http2Exception {
        fields(streamId, headers);
        path(streamId, headers);
        var authority = authority(streamId, headers);
        headers.authority(authority);
        headers.set(HttpHeaderNames.HOST, authority);
    }

    /** RFC 9113 §8.1: no pseudo-headers. */
    static void checkTrailers(int streamId, Http2Headers trailers) throws Http2Exception {
        for (var field : trailers) {
            if (Http2Headers.PseudoHeaderName.hasPseudoHeaderFormat(field.getKey())) {
                throw malformed(streamId, "there is a pseudo-header among the trailers");
            }
            field(streamId, field.getKey(), field.getValue());
        }
    }

    /** RFC 9113 §8.2.1, §8.3. */
    private static void fields(int streamId, Http2Headers headers) throws Http2Exception {
        Set<PseudoHeaderName> seen = EnumSet.noneOf(PseudoHeaderName.class);
        for (var field : headers) {
            var name = field.getKey();
            if (PseudoHeaderName.hasPseudoHeaderFormat(name)) {
                var known = PseudoHeaderName.getPseudoHeader(name);
                if (known == null || !known.isRequestOnly() || !seen.add(known)) {
                    throw malformed(streamId, "a pseudo-header is unknown or there twice");
                }
                value(streamId, field.getValue());
            } else {
                field(streamId, name, field.getValue());
            }
        }
    }

    private static void field(int streamId, CharSequence name, CharSequence value) throws Http2Exception {
        if (!Token.isValid(name)) {
            throw malformed(streamId, "a header has a name that is no token");
        }
        value(streamId, value);
    }

    private static void value(int streamId, CharSequence value) throws Http2Exception {
        int length = value.length();
        if (length > 0 && (isBlank(value.charAt(0)) || isBlank(value.charAt(length - 1)))) {
            throw malformed(streamId, "a header begins or ends with white space");
        }
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c < ' ' && c != '\t' || c == 0x7f) {
                throw malformed(streamId, "a header has a control character");
            }
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** RFC 9113 §8.3.1: a path, or a star for OPTIONS; nothing that could name another host. */
    private static void path(int streamId, Http2Headers headers) throws Http2Exception {
        var path = headers.path();
        var method = headers.method();
        if (method == null || CONNECT.contentEquals(method)) {
            return;
        }
        boolean star = path != null && path.length() == 1 && path.charAt(0) == '*' && OPTIONS.contentEquals(method);
        if (path == null || path.isEmpty() || path.charAt(0) != '/' && !star) {
            throw malformed(streamId, "the path does not begin with a slash");
        }
    }

    /** RFC 9113 §8.3.1: one host, however often it is named. */
    private static CharSequence authority(int streamId, Http2Headers headers) throws Http2Exception {
        var authority = headers.authority();
        var hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || authority == null && hosts.isEmpty()) {
            throw malformed(streamId, "there must be one host");
        }
        if (authority != null
                && !hosts.isEmpty()
                && !AsciiString.contentEqualsIgnoreCase(authority, hosts.getFirst())) {
            throw malformed(streamId, "the authority and the Host header differ");
        }
        var host = authority == null ? hosts.getFirst() : authority;
        if (!Authority.isValid(host.toString())) {
            throw malformed(streamId, "the authority is not a host and an optional port");
        }
        return host;
    }

    private static Http2Exception malformed(int streamId, String why) {
        return Http2Exception.streamError(streamId, Http2Error.PROTOCOL_ERROR, why);
    }
}
