package dev.casebook.limiter.rules;

import java.util.Optional;

/**
 * One descriptor of a file.
 *
 * @param value empty when any value will do
 * @param shared whether all values that the pattern matches share one counter
 */
record Rule(String key, String value, boolean shared, Optional<Limit> limit, Level below) {

    /** This rule's part of a counter's key for an entry that it matches. */
    String counter(Entry entry) {
        // Not "=" for a pattern: a client may send the pattern itself as its value.
        return shared ? escaped(entry.key()) + "~" + escaped(value) : counterOf(entry);
    }

    static String counterOf(Entry entry) {
        return escaped(entry.key()) + "=" + escaped(entry.value());
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("=", "%3D").replace("~", "%7E").replace(";", "%3B");
    }
}
