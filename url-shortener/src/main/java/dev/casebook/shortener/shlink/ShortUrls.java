package dev.casebook.shortener.shlink;

import dev.casebook.shortener.links.ExpectedVersion;
import dev.casebook.shortener.links.Link;
import dev.casebook.shortener.links.LinkFields;
import dev.casebook.shortener.links.LinkRefusedException;
import dev.casebook.shortener.links.LinkRules;
import dev.casebook.shortener.links.Links;
import dev.casebook.shortener.links.Wish;
import dev.casebook.shortener.shlink.Paging.Listing;
import dev.casebook.shortener.statistics.ClickTotals;
import dev.casebook.shortener.store.Store;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A user's links as short URLs. */
@ApplicationScoped
class ShortUrls {

    /** The shortest code that Shlink may be asked for. */
    private static final int SHORTEST_CODE = 4;

    private final Links links;
    private final LinkRules rules;
    private final ClickTotals totals;
    private final ShortUrlTable table;
    private final OwnDomain domain;
    private final Store store;

    ShortUrls(Links links, LinkRules rules, ClickTotals totals, ShortUrlTable table, OwnDomain domain, Store store) {
        this.links = links;
        this.rules = rules;
        this.totals = totals;
        this.table = table;
        this.domain = domain;
        this.store = store;
    }

    Listing<ShortUrl> list(String owner, ShortUrlFilter filter, ShortUrlOrder order, Paging paging) {
        return store.read(() -> {
            var page = table.page(owner, filter, order, paging);
            var found = links.findAll(
                    owner, page.stream().map(VisitsSummary.Counted::name).toList());
            var shown = page.stream()
                    .filter(counted -> found.containsKey(counted.name()))
                    .map(counted -> shown(found.get(counted.name()), counted.visits()))
                    .toList();
            return paging.of(shown, table.count(owner, filter));
        });
    }

    ShortUrl create(String owner, ShlinkBody body) {
        refuse(body.text("pathPrefix", null) != null, "pathPrefix", "Codes have no path");
        var length = body.number("shortCodeLength", null);
        refuse(length != null && length < SHORTEST_CODE, "shortCodeLength", "A code has at least 4 characters");
        refuse(
                !domain.isMeant(Optional.ofNullable(body.text("domain", null))),
                "domain",
                "All links are on " + domain.authority());
        var none = LinkFields.ofUrl(body.text("longUrl", null));
        var slug = body.text("customSlug", null);
        try {
            var draft = rules.draft(new Wish(edited(none, body), Optional.ofNullable(slug)));
            boolean reuse = Boolean.TRUE.equals(body.flag("findIfExists", false));
            // One transaction, because what keeps others from creating the same lasts until its end.
            return store.change(() -> QuarkusTransaction.joiningExisting().call(() -> {
                var alike = reuse ? links.findAlike(owner, draft) : Optional.<Link>empty();
                return shown(alike.orElseGet(() -> links.create(owner, draft)));
            }));
        } catch (LinkRefusedException e) {
            throw ShlinkProblems.of(e.refusal(), slug);
        }
    }

    ShortUrl find(String owner, String code) {
        return store.change(() -> shown(links.find(owner, code)));
    }

    ShortUrl edit(String owner, String code, ShlinkBody body) {
        return store.change(() -> shown(change(owner, code, fields -> edited(fields, body))));
    }

    void delete(String owner, String code) {
        store.change(() -> links.delete(owner, code, ExpectedVersion.ANY));
    }

    RedirectRules rules(String owner, String code) {
        return store.change(() -> RedirectRules.of(links.find(owner, code)));
    }

    RedirectRules setRules(String owner, String code, ShlinkBody body) {
        var wished = RedirectRules.parse(body);
        return store.change(() -> RedirectRules.of(change(owner, code, fields -> fields.withRules(wished))));
    }

    private Link change(String owner, String code, UnaryOperator<LinkFields> change) {
        return links.edit(owner, code, ExpectedVersion.ANY, change);
    }

    /** What the body does not name stays; of a new link, it takes Shlink's default. */
    private static LinkFields edited(LinkFields fields, ShlinkBody body) {
        return new LinkFields(
                body.text("longUrl", fields.url()),
                body.text("title", fields.title()),
                body.texts("tags", fields.tags()),
                body.instant("validSince", fields.validFrom()),
                body.instant("validUntil", fields.validUntil()),
                body.number("maxVisits", fields.maxVisits()),
                fields.status(),
                body.flag("forwardQuery", fields.forwardQuery() == null || fields.forwardQuery()),
                fields.rules(),
                fields.maxAge());
    }

    private ShortUrl shown(Link link) {
        return shown(link, VisitsSummary.of(totals.of(link.code())));
    }

    private ShortUrl shown(Link link, VisitsSummary visits) {
        return ShortUrl.of(link, domain.shortUrl(link.code()), visits);
    }

    private static void refuse(boolean wrong, String element, String detail) {
        if (wrong) {
            throw ShlinkProblemException.invalidData(element, detail);
        }
    }
}
