package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * How long an answer is fresh, and how old it was when it came (RFC 9111 §4.2).
 *
 * @param lifetime in milliseconds
 * @param initialAge in milliseconds, at {@code at}
 * @param at when the answer had come, in milliseconds since 1970
 */
record Freshness(long lifetime, long initialAge, long at) {

    private static final long SECOND = 1000;

    /** §4.2.2 names a tenth as usual. */
    private static final long SHARE_OF_AGE = 10;

    private static final Pattern AGE = Pattern.compile("[0-9]{1,10}");

    /** Of an age that cannot be read. RFC 9111 §5.1 would ignore it; to ask once more is on the safe side. */
    private static final long VERY_OLD = Integer.MAX_VALUE * SECOND;

    /** @param longestGuess of a lifetime that the answer does not state */
    static Freshness of(
            int status, MultiMap headers, Directives answer, long askedAt, long answeredAt, Duration longestGuess) {
        long date = date(headers, "date", answeredAt).orElse(answeredAt);
        // §4.2.3
        long apparentAge = Math.max(0, answeredAt - date);
        long correctedAge = age(headers) + answeredAt - askedAt;
        return new Freshness(
                lifetime(status, headers, answer, date, answeredAt, longestGuess.toMillis()),
                Math.max(apparentAge, correctedAge),
                answeredAt);
    }

    /** §4.2.1: the first of these that is there, even when it cannot be read. */
    private static long lifetime(
            int status, MultiMap headers, Directives answer, long date, long now, long longestGuess) {
        for (var directive : new String[] {"s-maxage", "max-age"}) {
            var seconds = answer.seconds(directive);
            if (seconds.isPresent()) {
                return seconds.getAsLong() * SECOND;
            }
        }
        if (headers.contains("expires")) {
            // §5.3: what is no date, such as 0, is in the past; the first of several counts.
            return Math.max(0, HttpDate.parse(headers.get("expires"), now).orElse(date) - date);
        }
        var modified = date(headers, "last-modified", now);
        if (modified.isEmpty() || !Storability.isHeuristic(status, answer)) {
            return 0;
        }
        return Math.clamp((date - modified.getAsLong()) / SHARE_OF_AGE, 0, longestGuess);
    }

    private static OptionalLong date(MultiMap headers, String name, long now) {
        var text = headers.get(name);
        return text == null ? OptionalLong.empty() : HttpDate.parse(text, now);
    }

    private static long age(MultiMap headers) {
        var lines = headers.getAll("age");
        if (lines.isEmpty()) {
            return 0;
        }
        boolean clear = lines.size() == 1 && AGE.matcher(lines.getFirst()).matches();
        return clear ? Math.min(Long.parseLong(lines.getFirst()) * SECOND, VERY_OLD) : VERY_OLD;
    }

    /** In milliseconds. */
    long age(long now) {
        return initialAge + Math.max(0, now - at);
    }

    /** In milliseconds; negative by how long it has been stale. */
    long left(long now) {
        return lifetime - age(now);
    }
}
