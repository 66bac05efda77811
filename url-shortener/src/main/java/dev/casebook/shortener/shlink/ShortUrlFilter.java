package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.LinkFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which short URLs to list.
 *
 * @param from created at this instant or later
 * @param to created at this instant or earlier
 * @param wornOut false leaves out those that were followed as often as they may be
 * @param expired false leaves out those whose end is past
 */
record ShortUrlFilter(
        String text,
        Tags tags,
        Tags withoutTags,
        Optional<Instant> from,
        Optional<Instant> to,
        boolean wornOut,
        boolean expired) {

    static final ShortUrlFilter ALL =
            new ShortUrlFilter("", Tags.NONE, Tags.NONE, Optional.empty(), Optional.empty(), true, true);

    static ShortUrlFilter of(ShlinkQuery query) {
        if (query.text("apiKeyName").isPresent()) {
            throw ShlinkProblemException.invalidData("apiKeyName", "Which key a short URL was made with is not kept");
        }
        return new ShortUrlFilter(
                query.text("searchTerm").orElse(""),
                Tags.of(query, "tags", "tagsMode"),
                Tags.of(query, "excludeTags", "excludeTagsMode"),
                query.instant("startDate"),
                query.instant("endDate"),
                !query.flag("excludeMaxVisitsReached"),
                !query.flag("excludePastValidUntil"));
    }

    static ShortUrlFilter tagged(String tag) {
        return new ShortUrlFilter(
                "", new Tags(List.of(tag), false), Tags.NONE, Optional.empty(), Optional.empty(), true, true);
    }

    /**
     * @param names as they are kept
     * @param all whether all of them must be there, and not just one
     */
    record Tags(List<String> names, boolean all) {

        static final Tags NONE = new Tags(List.of(), false);

        private static Tags of(ShlinkQuery query, String names, String mode) {
            var all = query.text(mode).orElse("any");
            if (!all.equals("any") && !all.equals("all")) {
                throw ShlinkProblemException.invalidData(mode, mode + " must be any or all");
            }
            return new Tags(normal(query.texts(names)), all.equals("all"));
        }

        static List<String> normal(List<String> tags) {
            return LinkFilter.ALL.withTags(tags).tags();
        }
    }
}
