package dev.casebook.limiter.administration;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import dev.casebook.limiter.rules.InvalidRulesException;
import io.quarkus.logging.Log;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Why a request of administration fails. */
public final class AdministrationProblems {

    private final AdministrationSettings settings;

    AdministrationProblems(AdministrationSettings settings) {
        this.settings = settings;
    }

    @ServerExceptionMapper
    Response away(DatabaseAwayException e, UriInfo uri) {
        Log.debugf(e, "database away path=%s", uri.getPath());
        var problem = Problem.of(503)
                .detail("What administration has cannot be reached; limits hold meanwhile. Repeat the request later.");
        return response(problem, uri)
                .header(
                        HttpHeaders.RETRY_AFTER,
                        Math.max(1, settings.retryAfter().toSeconds()))
                .build();
    }

    @ServerExceptionMapper
    Response invalid(InvalidRulesException e, UriInfo uri) {
        return response(problem(e.field().isEmpty() ? "body" : e.field(), e.getMessage()), uri)
                .build();
    }

    private static Response.ResponseBuilder response(Problem problem, UriInfo uri) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.at(uri.getRequestUri().getRawPath()));
    }

    private static Problem problem(String field, String message) {
        return Problem.of(422, "invalid-rules", "The rules are not valid").error(field, message);
    }

    static ProblemException invalid(String field, String message) {
        return new ProblemException(problem(field, message));
    }

    static ProblemException badParameter(String name, String message) {
        return new ProblemException(
                Problem.of(400, "invalid-request", "The request is not valid").error(name, message));
    }

    static ProblemException unknown(String what) {
        return new ProblemException(Problem.of(404).detail("There is no such " + what + " of administration."));
    }

    static ProblemException taken(String field, String message) {
        return new ProblemException(
                Problem.of(409, "exists", "There is one already").error(field, message));
    }

    static ProblemException tooMany(String message) {
        return new ProblemException(
                Problem.of(409, "too-many", "There are as many as may be").detail(message));
    }

    static ProblemException changed() {
        return new ProblemException(Problem.of(412).detail("It was changed since it was read."));
    }
}
