package dev.casebook.limiter.rules;

import java.util.Optional;

/**
 * One descriptor of a file.
 *
 * @param value empty when any value will do
 * @param shared whether all values that the pattern matches share one counter
 * @param told whether metrics tell the values of this level apart
 * @param allTold whether they tell those of each level apart, where this rule's limit holds
 */
record Rule(
        String key,
        String value,
        boolean shared,
        boolean told,
        boolean allTold,
        Optional<Limit> limit,
        Optional<Concurrency> concurrency,
        Level below) {

    /** This rule's part of a counter's key for an entry that it matches. */
    String counter(Entry entry) {
        // Not "=" for a pattern: a client may send the pattern itself as its value.
        return shared ? escaped(entry.key()) + "~" + escaped(value) : counterOf(entry);
    }

    /** This rule's part of the name of its metrics. */
    String metric(Entry entry, boolean telling) {
        boolean any = value.isEmpty() || Glob.is(value) && !shared;
        if (telling && any) {
            // There an empty value leaves its underscore too.
            return entry.key() + "_" + entry.value();
        }
        return told && any ? metricOf(entry.key(), entry.value()) : metricOf(key, value);
    }

    static String metricOf(String key, String value) {
        return value.isEmpty() ? key : key + "_" + value;
    }

    static String counterOf(Entry entry) {
        return escaped(entry.key()) + "=" + escaped(entry.value());
    }

    private static String escaped(String text) {
        return text.replace("%", "%25").replace("=", "%3D").replace("~", "%7E").replace(";", "%3B");
    }
}
