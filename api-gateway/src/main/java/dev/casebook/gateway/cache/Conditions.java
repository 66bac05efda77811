package dev.casebook.gateway.cache;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Conditions on the entity tag and the date of an answer (RFC 9110 §13, RFC 9111 §4.3). */
public final class Conditions {

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?\"[^\"]*\"");
    private static final String WEAK = "W/";

    private Conditions() {}

    /** Whether the client has what is stored already, so that 304 is the answer (RFC 9111 §4.3.2). */
    public static boolean isNotModified(CacheRequest asked, Stored stored, long now) {
        if (stored.status() != 200) {
            return false;
        }
        if (asked.headers().contains("if-none-match")) {
            return isNamed(asked.headers().getAll("if-none-match"), stored.header("etag"));
        }
        var since = date(asked.header("if-modified-since"), now);
        var modified = date(stored.header("last-modified").or(() -> stored.header("date")), now);
        return since.isPresent() && modified.isPresent() && modified.getAsLong() <= since.getAsLong();
    }

    /** RFC 9110 §13.1.2: by the weak comparison. */
    private static boolean isNamed(List<String> lines, Optional<String> tag) {
        var list = String.join(",", lines);
        if (list.strip().equals("*")) {
            return true;
        }
        return tag.isPresent() && ENTITY_TAG.matcher(list).results().anyMatch(each -> isSame(each.group(), tag.get()));
    }

    static boolean isSame(String tag, String other) {
        return strong(tag).equals(strong(other));
    }

    private static String strong(String tag) {
        return tag.startsWith(WEAK) ? tag.substring(WEAK.length()) : tag;
    }

    private static OptionalLong date(Optional<String> text, long now) {
        return text.map(each -> HttpDate.parse(each, now)).orElse(OptionalLong.empty());
    }

    /** Whether the part that is asked for is one of this very answer (RFC 9110 §13.1.5). */
    static boolean isOfRange(CacheRequest asked, Stored stored) {
        var wanted = asked.header("if-range");
        return wanted.isEmpty()
                || !wanted.get().startsWith(WEAK) && wanted.equals(stored.header("etag"))
                || wanted.equals(stored.header("last-modified"));
    }

    /** RFC 9111 §4.3.1. */
    static void ask(Stored stored, MultiMap headers) {
        stored.header("etag").ifPresent(tag -> headers.set("If-None-Match", tag));
        stored.header("last-modified").ifPresent(date -> headers.set("If-Modified-Since", date));
    }
}
