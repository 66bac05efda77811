package dev.casebook.shortener.redirects;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import dev.casebook.shortener.store.Store;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.time.Duration;

/** What those are told whom no link leads anywhere. */
@Singleton
class Refusals {

    private final RedirectMetrics metrics;
    private final Store store;

    Refusals(RedirectMetrics metrics, Store store) {
        this.metrics = metrics;
        this.store = store;
    }

    /** For good, as far as this service knows. */
    void refuse(RoutingContext context, Outcome outcome) {
        end(context, outcome, problem(outcome));
    }

    /** The store is away. */
    void refuseForNow(RoutingContext context, String why) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(store.retryAfterSeconds()));
        end(context, Outcome.UNAVAILABLE, problem(Outcome.UNAVAILABLE).detail(why));
    }

    /** @param wait until the next attempt, more than nothing */
    void refuseGuess(RoutingContext context, Duration wait) {
        context.response()
                .putHeader(
                        HttpHeaders.RETRY_AFTER,
                        Long.toString(wait.plusMillis(999).toSeconds()));
        end(context, Outcome.GUESSED, problem(Outcome.GUESSED));
    }

    private void end(RoutingContext context, Outcome outcome, Problem problem) {
        metrics.count(outcome);
        context.fail(new ProblemException(problem));
    }

    private static Problem problem(Outcome outcome) {
        return switch (outcome) {
            case UNKNOWN, MALFORMED -> Problem.of(404, "unknown-code", "No link has this code");
            case GONE -> Problem.of(410, "link-deleted", "This link was deleted by its owner");
            case NOT_YET -> Problem.of(404, "link-not-yet-valid", "This link does not lead anywhere yet");
            case OVER -> Problem.of(410, "link-expired", "This link has expired");
            case SPENT -> Problem.of(410, "visit-limit-reached", "This link was followed as often as it may be");
            case BLOCKED -> Problem.of(403, "link-blocked", "This link leads to a place that is blocked");
            case GUESSED -> Problem.of(429, "too-many-unknown-codes", "Too many unknown codes from this address");
            case UNAVAILABLE -> Problem.of(503);
            case FOUND, CHECKED, PREVIEWED -> throw new IllegalArgumentException(outcome + " is no refusal");
        };
    }
}
