package dev.casebook.shortener.links;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The versions that a client believes a link to have: an If-Match header.
 *
 * @param any true when each will do
 */
public record ExpectedVersion(boolean any, Set<Long> versions) {

    public static final ExpectedVersion ANY = new ExpectedVersion(true, Set.of());

    /** Our own entity tags. Others, and weak ones, match nothing, as RFC 9110 wants of If-Match. */
    private static final Pattern TAG = Pattern.compile("(?<![/\\w])\"(\\d{1,18})\"");

    /** @param header for example {@code "3"}, {@code "3", "4"} or {@code *} */
    static ExpectedVersion ofIfMatch(String header) {
        if (header.strip().equals("*")) {
            return ANY;
        }
        return new ExpectedVersion(
                false,
                TAG.matcher(header)
                        .results()
                        .map(tag -> Long.valueOf(tag.group(1)))
                        .collect(Collectors.toSet()));
    }

    boolean accepts(long version) {
        return any || versions.contains(version);
    }
}
