package dev.casebook.gateway.proxy;

import io.netty.util.NetUtil;

/** A host and an optional port, as in the Host header (RFC 9110 §7.2). */
final class Authority {

    private static final String OTHERS = "-._~!$&'()*+;=";
    private static final int MAX_PORT = 65_535;
    private static final int MAX_LENGTH = 255 + 6;

    private Authority() {}

    static boolean isValid(String text) {
        if (text.isEmpty() || text.length() > MAX_LENGTH) {
            return false;
        }
        int hostEnd = text.charAt(0) == '[' ? addressEnd(text) : nameEnd(text);
        return hostEnd > 0 && isPort(text, hostEnd);
    }

    /** @return where the host ends, or 0 when it is none */
    private static int nameEnd(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != ':') {
            char c = text.charAt(i);
            if (c == '%' && isEscape(text, i)) {
                i += 2;
            } else if (!isAlphanumeric(c) && OTHERS.indexOf(c) < 0) {
                return 0;
            }
            i++;
        }
        return i;
    }

    private static boolean isEscape(String text, int at) {
        return at + 2 < text.length() && isHex(text.charAt(at + 1)) && isHex(text.charAt(at + 2));
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private static int addressEnd(String text) {
        int end = text.indexOf(']');
        // Without the zone that Netty takes, too: it means nothing to another machine.
        boolean address = end > 0 && text.indexOf('%') < 0 && NetUtil.isValidIpV6Address(text.substring(1, end));
        return address ? end + 1 : 0;
    }

    private static boolean isPort(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != ':' || text.length() - from > 6) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
            port = 10 * port + text.charAt(i) - '0';
        }
        return port <= MAX_PORT;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
