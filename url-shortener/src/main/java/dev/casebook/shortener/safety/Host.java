package dev.casebook.shortener.safety;

import java.net.IDN;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The host of a URL, read as browsers read it.
 *
 * @param name in ASCII and lower case, without the dot that may end it; of an address its usual notation
 * @param address when the host is one, in whatever notation: {@code 0x7f.1}, {@code 2130706433} and {@code [::ffff:7f00:1]} are 127.0.0.1
 */
record Host(String name, Optional<InetAddress> address) {

    private static final int MAX_LENGTH = 253;

    /** A name that ends in a number is an IPv4 address or nothing, as the URL standard has it. */
    private static final Pattern NUMBER = Pattern.compile("\\d+|0x[0-9a-f]*");

    /** Sharp s, final sigma, and the two joiners: older rules map them away, so two browsers may go to two sites. */
    private static final Pattern AMBIGUOUS = Pattern.compile("[\\u00df\\u03c2\\u200c\\u200d]");

    private static final int IDN_RULES = IDN.USE_STD3_ASCII_RULES | IDN.ALLOW_UNASSIGNED;

    /**
     * @param text between the slashes and the port
     * @throws TargetRefusedException if it is no host
     */
    static Host of(String text) {
        if (text.isEmpty()) {
            throw new TargetRefusedException(TargetFault.TARGET_NO_HOST);
        }
        if (text.startsWith("[")) {
            return ofIpv6(text);
        }
        if (AMBIGUOUS.matcher(text).find()) {
            throw new TargetRefusedException(TargetFault.TARGET_HOST_AMBIGUOUS);
        }
        var name = withoutLastDot(ascii(text));
        if (name.isEmpty() || name.length() > MAX_LENGTH) {
            throw malformed();
        }
        var last = name.substring(name.lastIndexOf('.') + 1);
        return NUMBER.matcher(last).matches() ? ofAddress(ipv4(name)) : new Host(name, Optional.empty());
    }

    /** True for this name, and for all names below it. */
    boolean isWithin(String domain) {
        return name.equals(domain)
                || name.length() > domain.length()
                        && name.endsWith(domain)
                        && name.charAt(name.length() - domain.length() - 1) == '.';
    }

    boolean hasNoDot() {
        return address.isEmpty() && name.indexOf('.') < 0;
    }

    boolean isSameAs(Host other) {
        return address.isPresent() ? address.equals(other.address) : name.equals(other.name);
    }

    private static Host ofIpv6(String text) {
        // A zone belongs to one machine, and is no part of a URL's host.
        if (!text.endsWith("]") || text.contains("%")) {
            throw malformed();
        }
        try {
            return ofAddress(Inet6Address.ofLiteral(text.substring(1, text.length() - 1)));
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private static Host ofAddress(InetAddress address) {
        return new Host(address.getHostAddress(), Optional.of(address));
    }

    private static String ascii(String text) {
        try {
            var folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            return IDN.toASCII(folded, IDN_RULES).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private static String withoutLastDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static InetAddress ipv4(String name) {
        try {
            return Inet4Address.ofPosixLiteral(name);
        } catch (IllegalArgumentException _) {
            throw malformed();
        }
    }

    private static TargetRefusedException malformed() {
        return new TargetRefusedException(TargetFault.TARGET_MALFORMED);
    }
}
