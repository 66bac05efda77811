package dev.casebook.gateway.proxy;

/** A host and an optional port, as in the Host header (RFC 9110 §7.2). */
final class Authority {

    private static final String OTHERS = "-._~!$&'()*+;=%";
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
            if (!isAlphanumeric(c) && OTHERS.indexOf(c) < 0) {
                return 0;
            }
            i++;
        }
        return i;
    }

    private static int addressEnd(String text) {
        int i = 1;
        while (i < text.length() && (Character.digit(text.charAt(i), 16) >= 0 || ":.".indexOf(text.charAt(i)) >= 0)) {
            i++;
        }
        return i > 1 && i < text.length() && text.charAt(i) == ']' ? i + 1 : 0;
    }

    private static boolean isPort(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.charAt(from) != ':' || text.length() - from > 6) {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }
}
