package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.shlink.Paging.Listing;
import dev.casebook.shortener.statistics.ClickHistory;
import dev.casebook.shortener.statistics.ClickHistory.Filter;
import dev.casebook.shortener.statistics.ClickHistory.Slice;
import dev.casebook.shortener.store.Store;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Visits one by one, out of the sums that are kept of them: as many as were counted, and of each only what is known of it alone. */
@ApplicationScoped
class Visits {

    private final Links links;
    private final ShortUrlTable table;
    private final ClickHistory history;
    private final OwnDomain domain;
    private final ShlinkSettings settings;
    private final Store store;
    private final Clock clock;

    Visits(
            Links links,
            ShortUrlTable table,
            ClickHistory history,
            OwnDomain domain,
            ShlinkSettings settings,
            Store store,
            Clock clock) {
        this.links = links;
        this.table = table;
        this.history = history;
        this.domain = domain;
        this.settings = settings;
        this.store = store;
        this.clock = clock;
    }

    VisitsSummary sum(String owner) {
        return store.read(() -> table.sum(owner, ShortUrlFilter.ALL).visits());
    }

    Listing<Visit> ofLink(String owner, String code, ShlinkQuery query) {
        return list(query, () -> List.of(links.find(owner, code).code()));
    }

    /** Of all links that the filter lets through. */
    Listing<Visit> ofLinks(String owner, ShortUrlFilter filter, ShlinkQuery query) {
        return list(query, () -> table.codes(owner, filter));
    }

    Listing<Visit> none(ShlinkQuery query) {
        return paging(query).of(List.of(), 0);
    }

    /** @return how many were forgotten */
    long forget(String owner, String code) {
        return store.change(() -> history.forget(links.find(owner, code).code()));
    }

    private Listing<Visit> list(ShlinkQuery query, Supplier<Collection<String>> codes) {
        var paging = paging(query);
        var from = query.instant("startDate");
        var to = query.instant("endDate").orElse(clock.instant());
        boolean bots = !query.flag("excludeBots");
        return store.read(() -> {
            var filter = new Filter(codes.get(), from, to, bots);
            var slices = history.slices(filter, paging.offset(), paging.size());
            return paging.of(cut(slices, paging), history.count(filter));
        });
    }

    /** In each slice first people by referrer, then people without, then bots. */
    private List<Visit> cut(List<Slice> slices, Paging paging) {
        long before = slices.isEmpty() ? 0 : slices.getFirst().before();
        var page = new VisitPage<Visit>(paging.offset() - before, paging.size());
        for (var slice : slices) {
            slice.referrers().forEach((host, clicks) -> page.add(clicks, Visit.of(slice, host, false, domain)));
            long named = slice.referrers().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            page.add(slice.people() - named, Visit.of(slice, "", false, domain));
            page.add(slice.bots(), Visit.of(slice, "", true, domain));
        }
        return page.visits();
    }

    private Paging paging(ShlinkQuery query) {
        return query.paging(settings.maxPageSize(), settings.maxPageSize());
    }
}
