package dev.casebook.shortener.redirects;

import dev.casebook.shortener.clicks.ClickJournal;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.rules.Verdict;
import dev.casebook.shortener.rules.Visit;
import dev.casebook.shortener.visitors.Visitors;
import dev.casebook.shortener.visits.Visits;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Instant;

/** Leads a visitor to a link's target: spends a visit if they are limited, counts the click, and answers. */
@Singleton
class Following {

    private static final String VISITS_UNKNOWN =
            "Whether this link may still be followed cannot be looked up at present.";

    private final Verdicts verdicts;
    private final Visits visits;
    private final ClickJournal clicks;
    private final Visitors visitors;
    private final Refusals refusals;
    private final RedirectMetrics metrics;

    Following(
            Verdicts verdicts,
            Visits visits,
            ClickJournal clicks,
            Visitors visitors,
            Refusals refusals,
            RedirectMetrics metrics) {
        this.verdicts = verdicts;
        this.visits = visits;
        this.clicks = clicks;
        this.visitors = visitors;
        this.refusals = refusals;
        this.metrics = metrics;
    }

    /** On the request's event loop. Never blocks. */
    void follow(RoutingContext context, String code, Destination.Live live) {
        verdicts.decide(context, live, (visit, to) -> {
            if (live.redirection().maxVisits().isEmpty()) {
                lead(context, code, visit, to);
            } else {
                spend(context, code, live, visit, to, visit.at().plus(visits.patience()));
            }
        });
    }

    /** @param giveUp when to stop waiting for visits */
    private void spend(
            RoutingContext context, String code, Destination.Live live, Visit visit, Verdict.To to, Instant giveUp) {
        switch (visits.permit(code, live.version(), isCounted(context))) {
            case GRANTED -> lead(context, code, visit, to);
            case SPENT -> refusals.refuse(context, Outcome.SPENT);
            case DELETED -> refusals.refuse(context, Outcome.GONE);
            case ASK -> {
                if (visit.at().isAfter(giveUp)) {
                    refusals.refuseForNow(context, VISITS_UNKNOWN);
                } else {
                    refill(context, code, live, giveUp);
                }
            }
        }
    }

    /** Then decides anew: what was true before the wait may not be any more, and others may have spent it all. */
    private void refill(RoutingContext context, String code, Destination.Live live, Instant giveUp) {
        Resumption.of(context, visits.refill(code, live.version()), (_, failure) -> {
            if (failure == null) {
                verdicts.decide(context, live, (visit, to) -> spend(context, code, live, visit, to, giveUp));
            } else {
                refusals.refuseForNow(context, VISITS_UNKNOWN);
            }
        });
    }

    private void lead(RoutingContext context, String code, Visit visit, Verdict.To to) {
        boolean counted = isCounted(context);
        metrics.count(counted ? Outcome.FOUND : Outcome.CHECKED);
        // Before the answer is written: a redirect that somebody received is never missing from the count.
        if (counted) {
            clicks.append(code, visit.at(), to.rule(), visitors.traits(context.request(), visit.at()));
        }
        if (to.maxAge() > 0) {
            context.response().putHeader(HttpHeaders.CACHE_CONTROL, "private, max-age=" + to.maxAge());
        }
        context.response()
                .setStatusCode(to.status().code())
                .putHeader(HttpHeaders.LOCATION, to.url())
                .end();
    }

    private static boolean isCounted(RoutingContext context) {
        return context.request().method() == HttpMethod.GET;
    }
}
