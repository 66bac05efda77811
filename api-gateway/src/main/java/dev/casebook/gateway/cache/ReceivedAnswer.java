package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The head of an answer that has just come.
 *
 * @param headers as a client would get them, without those of the connection
 */
record ReceivedAnswer(int status, MultiMap headers, Directives directives, long askedAt, long answeredAt) {

    private static final byte[] NOTHING = {};

    /** Made for each answer; or of the body that is stored, and so not for 304 to change (RFC 9111 §3.2). */
    private static final Set<String> NOT_STORED = Set.of("age", "cache-status", "content-length", "x-request-id");

    private static final Set<String> NOT_FRESHENED =
            Set.of("content-encoding", "content-range", "content-md5", "set-cookie");

    static ReceivedAnswer of(int status, MultiMap headers, long askedAt, long answeredAt) {
        return new ReceivedAnswer(status, headers, Directives.of(headers.getAll("cache-control")), askedAt, answeredAt);
    }

    boolean isStorable(CacheRequest asked) {
        return Storability.isStorable(asked, status, headers, directives);
    }

    /** Whether it will ever be of use: fresh once, or to be validated. */
    boolean isReusable(Duration longestGuess) {
        return freshness(longestGuess).lifetime() > 0
                || directives.has("stale-while-revalidate")
                || directives.has("stale-if-error")
                || headers.contains("etag")
                || headers.contains("last-modified");
    }

    /** Whether this 304 is about what was stored (RFC 9111 §4.3.4). */
    boolean isAbout(Stored stored) {
        var tag = headers.get("etag");
        return tag == null
                || stored.header("etag")
                        .filter(each -> Conditions.isSame(each, tag))
                        .isPresent();
    }

    /** Whether a validation has left it so that it may be kept. */
    boolean isStillStorable(CacheRequest asked, Stored freshened) {
        return Storability.isStorable(asked, freshened.status(), fields(freshened), freshened.directives());
    }

    private static MultiMap fields(Stored stored) {
        var fields = MultiMap.caseInsensitiveMultiMap();
        stored.headers().forEach(header -> fields.add(header.getKey(), header.getValue()));
        return fields;
    }

    private Freshness freshness(Duration longestGuess) {
        return Freshness.of(status, headers, directives, askedAt, answeredAt, longestGuess);
    }

    /** All but the body. The headers are copied, since they go on changing. */
    Stored head(CacheRequest asked, Duration longestGuess) {
        return new Stored(
                asked.route(),
                Selection.of(headers, asked.headers()),
                status,
                storedHeaders(headers, directives),
                NOTHING,
                directives,
                freshness(longestGuess));
    }

    /** What was stored, with the newer fields of this 304 or of this answer to HEAD (RFC 9111 §4.3.4, §4.3.5). */
    Stored freshened(Stored before, CacheRequest asked, Duration longestGuess) {
        var merged = fields(before);
        for (var name : headers.names()) {
            var lower = name.toLowerCase(Locale.ROOT);
            if (!NOT_FRESHENED.contains(lower) && !NOT_STORED.contains(lower)) {
                merged.set(name, headers.getAll(name));
            }
        }
        var said = Directives.of(merged.getAll("cache-control"));
        var timed = MultiMap.caseInsensitiveMultiMap().addAll(merged);
        headers.getAll("age").forEach(age -> timed.add("age", age));
        return new Stored(
                before.route(),
                Selection.of(merged, asked.headers()),
                before.status(),
                storedHeaders(merged, said),
                before.body(),
                said,
                Freshness.of(before.status(), timed, said, askedAt, answeredAt, longestGuess));
    }

    private static List<Map.Entry<String, String>> storedHeaders(MultiMap headers, Directives directives) {
        var left = new HashSet<>(NOT_STORED);
        left.addAll(directives.fields("no-cache"));
        left.addAll(directives.fields("private"));
        return headers.entries().stream()
                .filter(header -> !left.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .map(header -> Map.entry(header.getKey(), header.getValue()))
                .toList();
    }

    /** Whether this answer to HEAD is about the same representation (RFC 9111 §4.3.5). */
    boolean describes(Stored stored) {
        return agrees("etag", stored) && agrees("last-modified", stored) && isOfLength(stored.body().length);
    }

    private boolean agrees(String name, Stored stored) {
        var value = headers.get(name);
        return value == null || stored.header(name).filter(value::equals).isPresent();
    }

    private boolean isOfLength(int length) {
        var stated = headers.get("content-length");
        return stated == null || stated.equals(Integer.toString(length));
    }
}
