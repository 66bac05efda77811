package dev.casebook.gateway.proxy;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The checks of a request head that decide where a request ends and whom it is for. What two servers could read in two ways is refused, never
 * repaired: a repaired request is how one is smuggled past the server that repairs.
 */
final class Framing {

    private static final String CHUNKED = "chunked";

    private Framing() {}

    static Optional<Refusal> check(HttpRequest head) {
        var headers = head.headers();
        boolean http10 = head.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (head.decoderResult().isFailure()) {
            // Netty refuses some codings too, but does not say that it was the coding.
            return transferEncoding(headers, http10)
                    .or(() -> Optional.of(unreadable(head.decoderResult().cause())));
        }
        return names(headers).or(() -> host(headers, http10)).or(() -> transferEncoding(headers, http10));
    }

    /** Of a request that has passed {@link #check}. */
    static boolean hasBody(MultiMap headers) {
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        var length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        return length != null && !length.equals("0");
    }

    static Refusal unreadable(Throwable cause) {
        return switch (cause) {
            case RefusedException refused -> refused.refusal();
            case TooLongHttpLineException e -> Refusal.longTarget();
            case TooLongHttpHeaderException e ->
                new Refusal(431, "headers-too-large", "Request Header Fields Too Large", "The headers are too long.");
            default -> Refusal.malformed("The request is not HTTP/1.1 as RFC 9112 has it.");
        };
    }

    /** RFC 9110 §5.1: a field name is a token, so it is not empty either. */
    private static Optional<Refusal> names(HttpHeaders headers) {
        var fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            if (!Token.isValid(fields.next().getKey())) {
                return Optional.of(Refusal.malformed("A header has a name that is no token."));
            }
        }
        return Optional.empty();
    }

    /** RFC 9112 §3.2: exactly one Host, with a valid value. */
    private static Optional<Refusal> host(HttpHeaders headers, boolean http10) {
        var hosts = headers.getAll(HttpHeaderNames.HOST);
        if (hosts.size() == 1) {
            return Authority.isValid(hosts.getFirst())
                    ? Optional.empty()
                    : Optional.of(Refusal.malformed("The Host header is not a host and an optional port."));
        }
        return http10 && hosts.isEmpty()
                ? Optional.empty()
                : Optional.of(Refusal.malformed("There must be exactly one Host header."));
    }

    /** RFC 9112 §6.1: chunked alone, never with Content-Length, never in HTTP/1.0. */
    private static Optional<Refusal> transferEncoding(HttpHeaders headers, boolean http10) {
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return Optional.empty();
        }
        if (http10) {
            return Optional.of(Refusal.malformed("HTTP/1.0 has no Transfer-Encoding."));
        }
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return Optional.of(contradiction());
        }
        if (codings.size() == 1 && codings.getFirst().equalsIgnoreCase(CHUNKED)) {
            return Optional.empty();
        }
        return Optional.of(refusal(Stream.of(String.join(",", codings).split(","))
                .map(String::strip)
                .toList()));
    }

    private static Refusal refusal(List<String> codings) {
        long chunked = codings.stream().filter(CHUNKED::equalsIgnoreCase).count();
        boolean understood = chunked == 0 || chunked == 1 && codings.getLast().equalsIgnoreCase(CHUNKED);
        return understood
                ? Refusal.notImplemented("The only transfer coding here is chunked.")
                : Refusal.malformed("The Transfer-Encoding must be chunked, once and last.");
    }

    static Refusal contradiction() {
        return Refusal.malformed("There are both Content-Length and Transfer-Encoding.");
    }
}
