package dev.casebook.limiter.store;

import java.util.regex.Pattern;

/** How often Redis has carried out a script. */
final class ScriptCalls {

    private static final Pattern CALLS = Pattern.compile("cmdstat_eval(?:sha)?:calls=(\\d+)");

    private ScriptCalls() {}

    /** @param statistics as {@code INFO commandstats} tells them */
    static long in(String statistics) {
        return CALLS.matcher(statistics)
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
