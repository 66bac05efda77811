package dev.casebook.shortener.redirects;

import dev.casebook.shortener.clicks.ClickJournal;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.rules.Verdict;
import dev.casebook.shortener.rules.Visit;
import dev.casebook.shortener.visitors.Visitors;
import dev.casebook.shortener.visits.Visits;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;

/** {@code GET /s/{code}}. A bare Vert.x route: what this instance knows is answered on the event loop, with nothing between. */
@ApplicationScoped
class RedirectRoute {

    private static final String PREFIX = "/s";
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, HEAD");

    private static final String VISITS_UNKNOWN =
            "Whether this link may still be followed cannot be looked up at present.";

    private final LinkFinder links;
    private final ClickJournal clicks;
    private final Visitors visitors;
    private final Visits visits;
    private final Refusals refusals;
    private final RedirectMetrics metrics;
    private final Clock clock;

    RedirectRoute(
            LinkFinder links,
            ClickJournal clicks,
            Visitors visitors,
            Visits visits,
            Refusals refusals,
            RedirectMetrics metrics,
            Clock clock) {
        this.links = links;
        this.clicks = clicks;
        this.visitors = visitors;
        this.visits = visits;
        this.refusals = refusals;
        this.metrics = metrics;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.route(PREFIX + "/*").handler(this::handle);
    }

    private void handle(RoutingContext context) {
        var method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            context.response().putHeader(HttpHeaders.ALLOW, METHODS);
            context.fail(405);
            return;
        }
        // A 404 may be cached unless told otherwise, and the code may be given to a link the next moment.
        context.response().putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE);
        var code = code(context.normalizedPath());
        links.find(
                context,
                code,
                live -> follow(context, code, live, clock.instant().plus(visits.patience())));
    }

    /** @return empty for the path of all short URLs itself, with or without a slash at its end */
    private static String code(String path) {
        return path.length() <= PREFIX.length() ? "" : path.substring(PREFIX.length() + 1);
    }

    /** @param giveUp when to stop waiting for visits, if the link has a limit */
    private void follow(RoutingContext context, String code, Destination.Live live, Instant giveUp) {
        var visit = visit(context.request());
        switch (live.redirection().follow(visit)) {
            case Verdict.To to when live.redirection().maxVisits().isEmpty() -> lead(context, code, visit, to);
            case Verdict.To to -> {
                switch (visits.permit(code, live.version(), isCounted(context))) {
                    case GRANTED -> lead(context, code, visit, to);
                    case SPENT -> refusals.refuse(context, Outcome.SPENT);
                    case DELETED -> refusals.refuse(context, Outcome.GONE);
                    case ASK -> refill(context, code, live, giveUp);
                }
            }
            case Verdict.NotYet _ -> refusals.refuse(context, Outcome.NOT_YET);
            case Verdict.Over _ -> refusals.refuse(context, Outcome.OVER);
        }
    }

    /** Then decides anew: what was true before the wait may not be any more, and others may have spent it all. */
    private void refill(RoutingContext context, String code, Destination.Live live, Instant giveUp) {
        if (clock.instant().isAfter(giveUp)) {
            refusals.refuseForNow(context, VISITS_UNKNOWN);
            return;
        }
        var loop = Vertx.currentContext();
        visits.refill(code, live.version())
                .whenComplete((_, failure) -> loop.runOnContext(_ -> {
                    if (failure == null) {
                        follow(context, code, live, giveUp);
                    } else {
                        refusals.refuseForNow(context, VISITS_UNKNOWN);
                    }
                }));
    }

    private void lead(RoutingContext context, String code, Visit visit, Verdict.To to) {
        metrics.count(Outcome.FOUND);
        // Before the answer is written: a redirect that somebody received is never missing from the count.
        if (isCounted(context)) {
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

    private Visit visit(HttpServerRequest request) {
        return new Visit(
                clock.instant(),
                text(request.getHeader(HttpHeaders.USER_AGENT)),
                text(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)),
                text(request.query()));
    }

    private static String text(String nullable) {
        return nullable == null ? "" : nullable;
    }
}
