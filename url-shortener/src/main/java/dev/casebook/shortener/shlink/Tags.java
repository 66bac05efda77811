package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.Label;
import dev.casebook.shortener.links.LinkFilter;
import dev.casebook.shortener.links.LinkPage.Position;
import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.shlink.TagRenames.TagRename;
import dev.casebook.shortener.shlink.VisitsSummary.Counted;
import dev.casebook.shortener.store.Store;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The tags of a user's links. A tag exists while a link has it. */
@ApplicationScoped
class Tags {

    private final Links links;
    private final ShortUrlTable table;
    private final TagRenames renames;
    private final ShlinkSettings settings;
    private final Store store;

    Tags(Links links, ShortUrlTable table, TagRenames renames, ShlinkSettings settings, Store store) {
        this.links = links;
        this.table = table;
        this.renames = renames;
        this.settings = settings;
        this.store = store;
    }

    /** In the order that the query names. */
    List<Counted> list(String owner, ShlinkQuery query) {
        var text = query.text("searchTerm").orElse("").toLowerCase(Locale.ROOT);
        var order = order(query.text("orderBy").orElse("tag-ASC"));
        return store.read(() -> table.tags(owner)).stream()
                .filter(tag -> tag.name().contains(text))
                .sorted(order)
                .toList();
    }

    /** Link by link, and some links in one transaction: whoever is cut off in the middle asks again for the rest. */
    void rename(String owner, String oldName, String newName) {
        var from = ShortUrlFilter.Tags.normal(List.of(oldName)).getFirst();
        var to = ShortUrlFilter.Tags.normal(List.of(newName)).getFirst();
        require(owner, from);
        if (from.equals(to)) {
            return;
        }
        var rename = new TagRename(owner, from, to);
        if (exists(owner, to) && !store.change(() -> renames.isUnfinished(rename))) {
            throw ShlinkProblemException.tagConflict(from, to);
        }
        replace(owner, from, List.of(to), unfinished -> renames.note(rename, unfinished));
    }

    /** Those that there are; the others are gone already. */
    void delete(String owner, List<String> names) {
        ShortUrlFilter.Tags.normal(names).forEach(name -> replace(owner, name, List.of(), _ -> {}));
    }

    void require(String owner, String name) {
        if (!exists(owner, name)) {
            throw ShlinkProblemException.tagNotFound(name);
        }
    }

    private boolean exists(String owner, String name) {
        return store.read(() -> !links.page(owner, LinkFilter.ALL.withTags(List.of(name)), Position.START, 1)
                .links()
                .isEmpty());
    }

    /** @param step in the transaction of each step, with whether others follow */
    private void replace(String owner, String name, List<String> others, Consumer<Boolean> step) {
        var next = Optional.of(Position.START);
        while (next.isPresent()) {
            var from = next.get();
            next = store.change(() -> QuarkusTransaction.joiningExisting().call(() -> {
                var rest = replaceSome(owner, name, others, from);
                step.accept(rest.isPresent());
                return rest;
            }));
        }
    }

    /** @return where to go on; empty at the end */
    private Optional<Position> replaceSome(String owner, String name, List<String> others, Position from) {
        var page = links.page(owner, LinkFilter.ALL.withTags(List.of(name)), from, settings.step());
        page.links().forEach(link -> links.relabel(owner, link.code(), label -> replaced(label, name, others)));
        return page.next();
    }

    private static Label replaced(Label label, String name, List<String> others) {
        var tags = label.tags().stream()
                .flatMap(tag -> tag.equals(name) ? others.stream() : Stream.of(tag))
                .toList();
        return new Label(label.title(), tags);
    }

    private static Comparator<Counted> order(String wish) {
        var parts = wish.split("-", 2);
        Comparator<Counted> order =
                switch (parts[0]) {
                    case "tag" -> Comparator.comparing(Counted::name);
                    case "shortUrlsCount" -> Comparator.comparingLong(Counted::shortUrls);
                    case "visits", "visitsCount" ->
                        Comparator.comparingLong(tag -> tag.visits().total());
                    case "nonBotVisits" ->
                        Comparator.comparingLong(tag -> tag.visits().nonBots());
                    default ->
                        throw ShlinkProblemException.invalidData(
                                "orderBy", "orderBy must be one of tag, shortUrlsCount, visits, nonBotVisits");
                };
        return parts.length > 1 && parts[1].equals("DESC") ? order.reversed() : order;
    }
}
