package dev.casebook.gateway.proxy;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The {@code traceparent} header of W3C Trace Context. */
final class TraceParent {

    private static final int LENGTH = 55;
    private static final HexFormat HEX = HexFormat.of();

    private TraceParent() {}

    /** Version 00 alone; of later versions nobody knows what follows. */
    static boolean isValid(String text) {
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
