package dev.casebook.chassis.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.stream.IntStream;

/** Problems for what never reaches a REST resource: an unknown path, a malformed one, a failing Vert.x route. */
@Singleton
final class ProblemRoutes {

    /** Before Quarkus's own failure handler, which is the last of all and would answer with a page of HTML. */
    private static final int ALMOST_LAST = Integer.MAX_VALUE - 1;

    private final ObjectMapper json;

    ProblemRoutes(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        IntStream.of(400, 404, 405, 406, 415)
                .forEach(status -> router.errorHandler(status, context -> write(context, Problem.of(status))));
        router.route().order(ALMOST_LAST).failureHandler(this::fail);
    }

    private void fail(RoutingContext context) {
        switch (context.failure()) {
            case ProblemException e -> write(context, e.problem());
            case UnauthorizedException e -> unauthorized(context, "Bearer");
            case AuthenticationFailedException e -> unauthorized(context, "Bearer error=\"invalid_token\"");
            case IssuerAwayException e -> {
                context.response().putHeader(IssuerAwayException.RETRY_AFTER, e.retryAfter());
                write(context, e.problem());
            }
            case ForbiddenException e -> write(context, Problem.of(403));
            case null -> write(context, Problem.of(Math.max(context.statusCode(), 400)));
            default -> {
                Log.errorf(context.failure(), "event=request.failed path=%s", context.normalizedPath());
                write(context, Problem.of(500));
            }
        }
    }

    private void unauthorized(RoutingContext context, String challenge) {
        context.response().putHeader("WWW-Authenticate", challenge);
        write(context, Problem.of(401));
    }

    void write(RoutingContext context, Problem problem) {
        var response = context.response();
        if (response.headWritten()) {
            // Half an answer cannot be taken back; closing tells the client that it is not whole.
            response.reset();
            return;
        }
        response.setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .end(text(problem.at(context.request().path())));
    }

    private String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem is always writable", e);
        }
    }
}
