package dev.casebook.shortener.links;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Links of one owner, newest first.
 *
 * @param next where the next page begins; empty on the last
 */
public record LinkPage(List<Link> links, Optional<String> next) {

    /** Before the first link of all. */
    static final long START = Long.MAX_VALUE;

    /** @param found up to {@code limit + 1} links: the one too many tells that there is a next page */
    static LinkPage of(List<Link> found, int limit) {
        if (found.size() <= limit) {
            return new LinkPage(found, Optional.empty());
        }
        var links = found.subList(0, limit);
        return new LinkPage(links, Optional.of(cursor(links.getLast().id())));
    }

    private static String cursor(long id) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
    }

    /** @return empty if the text is not one of our cursors */
    static OptionalLong position(String cursor) {
        try {
            var bytes = Base64.getUrlDecoder().decode(cursor);
            return bytes.length == Long.BYTES
                    ? OptionalLong.of(ByteBuffer.wrap(bytes).getLong())
                    : OptionalLong.empty();
        } catch (IllegalArgumentException _) {
            return OptionalLong.empty();
        }
    }
}
