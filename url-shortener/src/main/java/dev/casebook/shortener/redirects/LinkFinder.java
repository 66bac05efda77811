package dev.casebook.shortener.redirects;

import dev.casebook.shortener.links.LinkCodes;
import dev.casebook.shortener.orphans.OrphanKind;
import dev.casebook.shortener.orphans.OrphanVisits;
import dev.casebook.shortener.redirects.Answer.Source;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.visitors.Visitors;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Consumer;

/** Finds the link of a code for a request, or refuses the request. */
@Singleton
class LinkFinder {

    private final Redirects redirects;
    private final MissLimit misses;
    private final OrphanVisits orphans;
    private final Visitors visitors;
    private final Refusals refusals;
    private final RedirectMetrics metrics;
    private final Clock clock;

    LinkFinder(
            Redirects redirects,
            MissLimit misses,
            OrphanVisits orphans,
            Visitors visitors,
            Refusals refusals,
            RedirectMetrics metrics,
            Clock clock) {
        this.redirects = redirects;
        this.misses = misses;
        this.orphans = orphans;
        this.visitors = visitors;
        this.refusals = refusals;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Never blocks. The link, if there is one that was not deleted, is used on the request's event loop. */
    void find(RoutingContext context, String code, Consumer<Destination.Live> use) {
        var known = redirects.known(code);
        if (known.isPresent() && !(known.get() instanceof Destination.Unknown)) {
            answer(context, new Answer(known.get(), Source.LOCAL), use);
        } else if (LinkCodes.isWellFormed(code)) {
            askUnlessGuessing(context, code, use);
        } else {
            orphan(context, code.isEmpty() ? OrphanKind.BASE_URL : OrphanKind.REGULAR_404);
            refusals.refuse(context, Outcome.MALFORMED);
        }
    }

    /** Who asked for too many unknown codes gets no look-up, not even a good one: the time of its answer would tell. What is known here goes on. */
    private void askUnlessGuessing(RoutingContext context, String code, Consumer<Destination.Live> use) {
        var wait = misses.untilNextGuess(visitors.address(context.request(), clock.instant()));
        if (wait.isPositive()) {
            refusals.refuseGuess(context, wait);
            return;
        }
        Resumption.of(context, redirects.find(code), (answer, failure) -> {
            if (failure == null) {
                answer(context, answer, use);
            } else {
                refusals.refuseForNow(context, "This link cannot be looked up at present.");
            }
        });
    }

    private void answer(RoutingContext context, Answer answer, Consumer<Destination.Live> use) {
        metrics.count(answer.source());
        switch (answer.destination()) {
            case Destination.Live live -> use.accept(live);
            case Destination.Gone _ -> refusals.refuse(context, Outcome.GONE);
            case Destination.Unknown _ -> {
                misses.miss(visitors.address(context.request(), clock.instant()));
                orphan(context, OrphanKind.INVALID_SHORT_URL);
                refusals.refuse(context, Outcome.UNKNOWN);
            }
        }
    }

    private void orphan(RoutingContext context, OrphanKind kind) {
        if (context.request().method() == HttpMethod.GET) {
            orphans.count(kind, visitors.isBot(context.request()));
        }
    }
}
