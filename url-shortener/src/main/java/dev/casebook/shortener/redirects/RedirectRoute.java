package dev.casebook.shortener.redirects;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.clicks.ClickJournal;
import dev.casebook.shortener.links.LinkCodes;
import dev.casebook.shortener.redirects.Answer.Source;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.rules.Verdict;
import dev.casebook.shortener.rules.Visit;
import dev.casebook.shortener.store.Store;
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

    private static final String PREFIX = "/s/";
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, HEAD");

    private static final String VISITS_UNKNOWN =
            "Whether this link may still be followed cannot be looked up at present.";

    private final Redirects redirects;
    private final ClickJournal clicks;
    private final Visitors visitors;
    private final Visits visits;
    private final RedirectMetrics metrics;
    private final Store store;
    private final Clock clock;

    RedirectRoute(
            Redirects redirects,
            ClickJournal clicks,
            Visitors visitors,
            Visits visits,
            RedirectMetrics metrics,
            Store store,
            Clock clock) {
        this.redirects = redirects;
        this.clicks = clicks;
        this.visitors = visitors;
        this.visits = visits;
        this.metrics = metrics;
        this.store = store;
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.route(PREFIX + "*").handler(this::handle);
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
        var code = context.normalizedPath().substring(PREFIX.length());
        var known = redirects.known(code);
        if (known.isPresent()) {
            answer(context, code, new Answer(known.get(), Source.LOCAL));
        } else if (LinkCodes.isWellFormed(code)) {
            find(context, code);
        } else {
            refuse(context, Outcome.MALFORMED, unknown());
        }
    }

    private void find(RoutingContext context, String code) {
        var loop = Vertx.currentContext();
        redirects
                .find(code)
                .whenComplete((answer, failure) -> loop.runOnContext(_ -> {
                    if (failure == null) {
                        answer(context, code, answer);
                    } else {
                        refuseForNow(context, "This link cannot be looked up at present.");
                    }
                }));
    }

    private void answer(RoutingContext context, String code, Answer answer) {
        metrics.count(answer.source());
        switch (answer.destination()) {
            case Destination.Live live ->
                follow(context, code, live, clock.instant().plus(visits.patience()));
            case Destination.Gone _ -> refuse(context, Outcome.GONE, deleted());
            case Destination.Unknown _ -> refuse(context, Outcome.UNKNOWN, unknown());
        }
    }

    /** @param giveUp when to stop waiting for visits, if the link has a limit */
    private void follow(RoutingContext context, String code, Destination.Live live, Instant giveUp) {
        var visit = visit(context.request());
        switch (live.redirection().follow(visit)) {
            case Verdict.To to when live.redirection().maxVisits().isEmpty() -> lead(context, code, visit, to);
            case Verdict.To to -> {
                switch (visits.permit(code, live.version(), isCounted(context))) {
                    case GRANTED -> lead(context, code, visit, to);
                    case SPENT ->
                        refuse(
                                context,
                                Outcome.SPENT,
                                Problem.of(410, "visit-limit-reached", "This link was followed as often as it may be"));
                    case DELETED -> refuse(context, Outcome.GONE, deleted());
                    case ASK -> refill(context, code, live, giveUp);
                }
            }
            case Verdict.NotYet _ ->
                refuse(
                        context,
                        Outcome.NOT_YET,
                        Problem.of(404, "link-not-yet-valid", "This link does not lead anywhere yet"));
            case Verdict.Over _ ->
                refuse(context, Outcome.OVER, Problem.of(410, "link-expired", "This link has expired"));
        }
    }

    /** Then decides anew: what was true before the wait may not be any more, and others may have spent it all. */
    private void refill(RoutingContext context, String code, Destination.Live live, Instant giveUp) {
        if (clock.instant().isAfter(giveUp)) {
            refuseForNow(context, VISITS_UNKNOWN);
            return;
        }
        var loop = Vertx.currentContext();
        visits.refill(code, live.version())
                .whenComplete((_, failure) -> loop.runOnContext(_ -> {
                    if (failure == null) {
                        follow(context, code, live, giveUp);
                    } else {
                        refuseForNow(context, VISITS_UNKNOWN);
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

    private void refuse(RoutingContext context, Outcome outcome, Problem problem) {
        metrics.count(outcome);
        context.fail(new ProblemException(problem));
    }

    private void refuseForNow(RoutingContext context, String why) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(store.retryAfterSeconds()));
        refuse(context, Outcome.UNAVAILABLE, Problem.of(503).detail(why));
    }

    private static Problem deleted() {
        return Problem.of(410, "link-deleted", "This link was deleted by its owner");
    }

    private static Problem unknown() {
        return Problem.of(404, "unknown-code", "No link has this code");
    }
}
