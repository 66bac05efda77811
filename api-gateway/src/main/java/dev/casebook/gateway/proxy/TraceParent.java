package dev.casebook.gateway.proxy;

import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The {@code traceparent} header of W3C Trace Context. */
final class TraceParent {

    static final CharSequence HEADER = HttpHeaders.createOptimized("traceparent");

    private static final int LENGTH = 55;
    private static final HexFormat HEX = HexFormat.of();

    private TraceParent() {}

    /** What the client says its trace is; empty when it says nothing valid, or says it twice. */
    static Optional<String> of(MultiMap headers) {
        var given = headers.getAll(HEADER);
        return given.size() == 1 && isValid(given.getFirst()) ? Optional.of(given.getFirst()) : Optional.empty();
    }

    static SpanContext parse(String valid) {
        return SpanContext.createFromRemoteParent(
                valid.substring(3, 35),
                valid.substring(36, 52),
                TraceFlags.fromHex(valid, 53),
                TraceState.getDefault());
    }

    static String of(SpanContext span) {
        return "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                + span.getTraceFlags().asHex();
    }

    /** Version 00 alone; of later versions nobody knows what follows. */
    private static boolean isValid(String text) {
        return text.length() == LENGTH
                && text.startsWith("00-")
                && text.charAt(35) == '-'
                && text.charAt(52) == '-'
                && isId(text, 3, 35)
                && isId(text, 36, 52)
                && isLowerHex(text.charAt(53))
                && isLowerHex(text.charAt(54));
    }

    /** A new trace, which nobody has decided to record. */
    static String started(RandomGenerator random) {
        return "00-" + HEX.toHexDigits(random.nextLong() | 1) + HEX.toHexDigits(random.nextLong()) + "-"
                + HEX.toHexDigits(random.nextLong() | 1) + "-00";
    }

    private static boolean isId(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            if (!isLowerHex(text.charAt(i))) {
                return false;
            }
            zero &= text.charAt(i) == '0';
        }
        return !zero;
    }

    private static boolean isLowerHex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
    }
}
