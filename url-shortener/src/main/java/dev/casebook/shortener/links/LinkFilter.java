package dev.casebook.shortener.links;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Which of one's links to show.
 *
 * @param tags all of them
 * @param text a part of title, target or code, whatever the case
 * @param createdFrom the first instant that counts
 * @param createdUntil the first instant that no longer counts
 * @param deleted true for the deleted ones, false for the live ones
 */
public record LinkFilter(
        List<String> tags,
        Optional<String> text,
        Optional<Instant> createdFrom,
        Optional<Instant> createdUntil,
        boolean deleted) {

    public static final LinkFilter ALL =
            new LinkFilter(List.of(), Optional.empty(), Optional.empty(), Optional.empty(), false);

    public LinkFilter {
        tags = tags.stream().map(Label::tag).distinct().toList();
        text = text.filter(given -> !given.isBlank());
    }

    /** @throws dev.casebook.shortener.rules.BrokenRuleException if one cannot be a tag */
    public LinkFilter withTags(List<String> others) {
        return new LinkFilter(others, text, createdFrom, createdUntil, deleted);
    }
}
