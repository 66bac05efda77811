package dev.casebook.shortener.safety;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * A URL that says plainly where it leads. Stricter than browsers, which repair much: a backslash, a space, a missing slash or a percent sign in the
 * host are refused, because what is repaired by one may be repaired differently by the next.
 *
 * @param ascii the whole URL, fit for a header
 */
record TargetUrl(Host host, String ascii) {

    private static final Pattern PORT = Pattern.compile(":\\d{0,5}");
    private static final int MAX_PORT = 65_535;

    /** @param maxLength in characters, before and after encoding */
    static TargetUrl parse(String text, int maxLength) {
        if (text == null || text.isBlank()) {
            throw new TargetRefusedException(TargetFault.TARGET_MISSING);
        }
        // Before anything is parsed: a line break would end the Location header that this becomes part of.
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new TargetRefusedException(TargetFault.TARGET_CONTROL_CHARACTERS);
        }
        // Half of a surrogate pair: no encoding has it.
        if (text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            throw new TargetRefusedException(TargetFault.TARGET_MALFORMED);
        }
        requireLength(text, maxLength);
        var uri = uri(text);
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new TargetRefusedException(TargetFault.TARGET_SCHEME);
        }
        var authority = uri.getRawAuthority();
        if (authority == null) {
            throw new TargetRefusedException(TargetFault.TARGET_NO_HOST);
        }
        if (authority.contains("@")) {
            throw new TargetRefusedException(TargetFault.TARGET_USER_INFO);
        }
        int end = endOfHost(authority);
        requirePort(authority.substring(end));
        var host = Host.of(authority.substring(0, end));
        var ascii = ascii(text, uri, authority.substring(0, end), host);
        requireLength(ascii, maxLength);
        return new TargetUrl(host, ascii);
    }

    private static URI uri(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new TargetRefusedException(TargetFault.TARGET_MALFORMED);
        }
    }

    private static int endOfHost(String authority) {
        int from = authority.startsWith("[") ? authority.indexOf(']') : 0;
        int colon = authority.indexOf(':', Math.max(from, 0));
        return colon < 0 ? authority.length() : colon;
    }

    private static void requirePort(String port) {
        if (port.isEmpty()) {
            return;
        }
        if (!PORT.matcher(port).matches() || port.length() > 1 && Integer.parseInt(port.substring(1)) > MAX_PORT) {
            throw new TargetRefusedException(TargetFault.TARGET_MALFORMED);
        }
    }

    /** Letters beyond ASCII: in the host by IDNA, elsewhere in percent signs. */
    private static String ascii(String text, URI uri, String written, Host host) {
        if (written.chars().allMatch(c -> c < 0x80)) {
            return uri.toASCIIString();
        }
        int start = uri.getScheme().length() + "://".length();
        return uri(text.substring(0, start) + host.name() + text.substring(start + written.length()))
                .toASCIIString();
    }

    private static void requireLength(String text, int maxLength) {
        if (text.length() > maxLength) {
            throw new TargetRefusedException(TargetFault.TARGET_TOO_LONG);
        }
    }
}
