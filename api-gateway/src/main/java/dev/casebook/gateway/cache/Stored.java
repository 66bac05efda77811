package dev.casebook.gateway.cache;

import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;

/**
 * An answer to a GET, whole, as any client may get it. Never changes; what a validation has freshened is another one.
 *
 * @param headers without those of the connection, those that the answer says not to reuse, Content-Length and Age
 */
public record Stored(
        String route,
        Selection selection,
        int status,
        List<Entry<String, String>> headers,
        byte[] body,
        Directives directives,
        Freshness freshness) {

    /** Of an entry besides its text: objects, references, the entry of the cache. */
    private static final int OVERHEAD = 512;

    private static final int OVERHEAD_OF_HEADER = 96;

    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Entry::getValue)
                .findFirst();
    }

    /** In seconds, as the Age field has it (RFC 9111 §5.1). */
    public long age(long now) {
        return Math.min(freshness.age(now) / 1000, Integer.MAX_VALUE);
    }

    Stored withBody(byte[] whole) {
        return new Stored(route, selection, status, headers, whole, directives, freshness);
    }

    boolean isFor(CacheRequest asked) {
        return route.equals(asked.route()) && selection.matches(asked.headers());
    }

    public boolean isFresh(long now) {
        return freshness.left(now) > 0;
    }

    public boolean hasValidator() {
        return header("etag").isPresent() || header("last-modified").isPresent();
    }

    int bytes() {
        int headers = this.headers.stream()
                .mapToInt(header -> OVERHEAD_OF_HEADER
                        + header.getKey().length()
                        + header.getValue().length())
                .sum();
        return OVERHEAD + headers + body.length;
    }
}
