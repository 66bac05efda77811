package dev.casebook.gateway.proxy;

import dev.casebook.gateway.limits.InFlight;
import dev.casebook.gateway.limits.Limits;
import dev.casebook.gateway.limits.Verdict;
import dev.casebook.gateway.routes.Route;
import jakarta.inject.Singleton;

/** The limits of a request's route: first how many there may be in some time, then how many at one time. */
@Singleton
final class RouteLimits {

    private final Limits limits;
    private final InFlight inFlight;

    RouteLimits(Limits limits, InFlight inFlight) {
        this.limits = limits;
        this.inFlight = inFlight;
    }

    /** @param admitted what the request then may do; without it, the request is answered here, or its client has gone */
    void pass(LimitedExchange request, Route route, Runnable admitted) {
        if (route.limits().isEmpty()) {
            enter(request, route, admitted);
            return;
        }
        var verdict = limits.decide(route, request);
        if (verdict.isComplete()) {
            limited(request, route, verdict.result(), admitted);
        } else {
            var lane = request.exchange().connection().lane();
            verdict.onSuccess(late -> lane.run(() -> limited(request, route, late, admitted)));
        }
    }

    private void limited(LimitedExchange request, Route route, Verdict verdict, Runnable admitted) {
        var exchange = request.exchange();
        exchange.observation().explanation().ifPresent(explanation -> explanation.limited(verdict));
        exchange.observation().limited(verdict.headers());
        verdict.refusal().ifPresentOrElse(exchange::answer, () -> enter(request, route, admitted));
    }

    private void enter(LimitedExchange request, Route route, Runnable admitted) {
        if (route.concurrency().isEmpty()) {
            admitted.run();
            return;
        }
        var exchange = request.exchange();
        // Who left while the limiter was asked would never give a place back.
        if (exchange.isOver()) {
            return;
        }
        var places = inFlight.enter(route.id(), route.concurrency(), request);
        exchange.whenOver(() -> inFlight.leave(places));
        exchange.observation().explanation().ifPresent(explanation -> explanation.limited(places));
        places.full().ifPresentOrElse(limit -> exchange.answer(ProxyProblems.tooManyAtOnce(limit)), admitted);
    }
}
