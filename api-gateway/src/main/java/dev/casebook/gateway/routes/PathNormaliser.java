package dev.casebook.gateway.routes;

/**
 * The one normal form of a path (RFC 3986 §6.2.2): unreserved characters decoded, other escapes in upper case, dot segments removed, what must
 * be escaped escaped. Refused, because servers disagree about their meaning: {@code %2F}, {@code %5C}, escaped control characters, a raw
 * backslash, an empty segment, and a dot segment with a parameter ({@code ..;x}).
 */
final class PathNormaliser {

    private static final String MUST_ESCAPE = "\"<>[]^`{|}";
    private static final String HEX = "0123456789ABCDEF";

    private PathNormaliser() {}

    /** @throws BadTargetException when the path is malformed or ambiguous */
    static String normalise(String path) {
        return isPlain(path) ? path : withoutDotSegments(withNormalEscapes(path));
    }

    /** Most paths are normal already; then nothing is copied. A dot after a slash may be harmless, the slow way will tell. */
    private static boolean isPlain(String path) {
        char before = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (!isUnreserved(c) && c != '/' || before == '/' && (c == '/' || c == '.')) {
                return false;
            }
            before = c;
        }
        return true;
    }

    private static String withNormalEscapes(String path) {
        var normal = new StringBuilder(path.length() + 16);
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                escape(decoded(path, i), normal);
                i += 2;
            } else if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new BadTargetException("The path holds a character that must be percent-encoded.");
            } else if (c == '\\') {
                throw new BadTargetException("The path holds a backslash.");
            } else if (MUST_ESCAPE.indexOf(c) >= 0) {
                appendEscaped(c, normal);
            } else {
                normal.append(c);
            }
        }
        return normal.toString();
    }

    private static char decoded(String path, int percent) {
        int high = percent + 2 < path.length() ? Character.digit(path.charAt(percent + 1), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(path.charAt(percent + 2), 16);
        if (low < 0) {
            throw new BadTargetException("The path holds a malformed percent-encoding.");
        }
        return (char) (high << 4 | low);
    }

    private static void escape(char c, StringBuilder normal) {
        if (c == '/' || c == '\\') {
            throw new BadTargetException("The path holds an escaped slash or backslash.");
        }
        if (c < ' ' || c == 0x7f) {
            throw new BadTargetException("The path holds an escaped control character.");
        }
        if (isUnreserved(c)) {
            normal.append(c);
        } else {
            appendEscaped(c, normal);
        }
    }

    private static void appendEscaped(char c, StringBuilder normal) {
        normal.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
    }

    private static String withoutDotSegments(String path) {
        var normal = new StringBuilder(path.length());
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            boolean last = slash < 0;
            append(path.substring(start, end), last, normal);
            start = end + 1;
        }
        return normal.isEmpty() ? "/" : normal.toString();
    }

    private static void append(String segment, boolean last, StringBuilder normal) {
        if (segment.isEmpty() && !last) {
            throw new BadTargetException("The path holds an empty segment.");
        }
        if (segment.startsWith(".;")
                || segment.startsWith("..;")
                || segment.startsWith(".%3B")
                || segment.startsWith("..%3B")) {
            throw new BadTargetException("The path holds a dot segment with a parameter.");
        }
        switch (segment) {
            case "." -> endWithSlash(last, normal);
            case ".." -> {
                normal.setLength(Math.max(0, normal.lastIndexOf("/")));
                endWithSlash(last, normal);
            }
            default -> normal.append('/').append(segment);
        }
    }

    /** {@code /a/.} is {@code /a/}: a dot segment at the end leaves its slash. */
    private static void endWithSlash(boolean last, StringBuilder normal) {
        if (last) {
            normal.append('/');
        }
    }

    private static boolean isUnreserved(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
