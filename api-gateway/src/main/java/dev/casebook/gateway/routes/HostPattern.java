package dev.casebook.gateway.routes;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host, or with {@code *.} before it all hosts below it.
 *
 * @param name in lower case; with a leading dot when it stands for what is below
 */
record HostPattern(String name) {

    private static final Pattern FORM =
            Pattern.compile("(\\*\\.)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

    /** @throws IllegalArgumentException when the text is no host */
    static HostPattern parse(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(lower).matches()) {
            throw new IllegalArgumentException(
                    "%s is neither a host such as a.example nor *.a.example".formatted(text));
        }
        return new HostPattern(lower.startsWith("*") ? lower.substring(1) : lower);
    }

    boolean isWildcard() {
        return name.startsWith(".");
    }

    String text() {
        return isWildcard() ? "*" + name : name;
    }

    /** @param authority with a port, or without; in any case, and with a dot at its end if the client likes */
    boolean matches(String authority) {
        int end = authority.lastIndexOf(':');
        if (end < 0 || authority.endsWith("]")) {
            end = authority.length();
        }
        if (end > 1 && authority.charAt(end - 1) == '.') {
            end--;
        }
        int start = end - name.length();
        return (isWildcard() ? start > 0 : start == 0) && authority.regionMatches(true, start, name, 0, name.length());
    }

    boolean overlaps(HostPattern other) {
        if (isWildcard() && other.isWildcard()) {
            return name.endsWith(other.name) || other.name.endsWith(name);
        }
        return isWildcard() ? matches(other.name) : other.isWildcard() ? other.matches(name) : name.equals(other.name);
    }
}
