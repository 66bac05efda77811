package dev.casebook.shortener.redirects;

import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.rules.Verdict;
import dev.casebook.shortener.rules.Visit;
import dev.casebook.shortener.safety.BlockedTargets;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.BiConsumer;

/** Where a link leads the sender of a request at this instant, its visit limit aside. Who is led nowhere is told why. */
@Singleton
class Verdicts {

    private final BlockedTargets blocked;
    private final Refusals refusals;
    private final Clock clock;

    Verdicts(BlockedTargets blocked, Refusals refusals, Clock clock) {
        this.blocked = blocked;
        this.refusals = refusals;
        this.clock = clock;
    }

    void decide(RoutingContext context, Destination.Live live, BiConsumer<Visit, Verdict.To> use) {
        var visit = visit(context.request());
        switch (live.redirection().follow(visit)) {
            case Verdict.To to when blocked.contain(to.url()) -> refusals.refuse(context, Outcome.BLOCKED);
            case Verdict.To to -> use.accept(visit, to);
            case Verdict.NotYet _ -> refusals.refuse(context, Outcome.NOT_YET);
            case Verdict.Over _ -> refusals.refuse(context, Outcome.OVER);
        }
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
