package dev.casebook.chassis.web;

import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/** Ends a request whose token may be good or not: 503, so that a client with a good one keeps it and comes again. */
final class IssuerAwayException extends RuntimeException {

    static final String RETRY_AFTER = HttpHeaders.RETRY_AFTER.toString();

    private static final Problem PROBLEM = Problem.of(503, "issuer-away", "The issuer of tokens is away")
            .detail("The token could not be verified now. It may be good.");

    private final Duration retryAfter;

    IssuerAwayException(Duration retryAfter, Throwable cause) {
        super(PROBLEM.title(), cause, true, false);
        this.retryAfter = retryAfter;
    }

    Problem problem() {
        return PROBLEM;
    }

    /** In seconds, as the header has it. */
    String retryAfter() {
        return Long.toString(Math.max(1, retryAfter.toSeconds()));
    }
}
