package dev.casebook.chassis.web;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Every failure that a REST resource, or the way to it, can end in. */
final class ProblemMappers {

    private final AllowedMethods allowed;

    ProblemMappers(AllowedMethods allowed) {
        this.allowed = allowed;
    }

    @ServerExceptionMapper
    Response expected(ProblemException e, UriInfo uri) {
        return response(e.problem(), uri).build();
    }

    /** Unknown path, wrong method or media type, unreadable JSON, a parameter that does not convert. */
    @ServerExceptionMapper
    Response refused(WebApplicationException e, UriInfo uri) {
        var original = e.getResponse();
        if (original.hasEntity() || original.getStatus() < 400) {
            return original;
        }
        if (original.getStatus() >= 500) {
            return failed(e, uri);
        }
        var problem =
                switch (e.getCause()) {
                    case JsonMappingException json -> Violations.of(json);
                    case JacksonException _ -> Violations.unreadable();
                    // JAX-RS calls a parameter that does not convert an unknown path.
                    case Exception _ when original.getStatus() == 404 -> Violations.unconvertible();
                    case null, default -> Problem.of(original.getStatus());
                };
        var response = response(problem, uri);
        original.getStringHeaders().forEach((name, values) -> {
            if (!HttpHeaders.CONTENT_TYPE.equalsIgnoreCase(name)) {
                values.forEach(value -> response.header(name, value));
            }
        });
        if (problem.status() == 405) {
            response.allow(allowed.at(uri.getPath()));
        }
        return response.build();
    }

    @ServerExceptionMapper
    Response mismatched(MismatchedInputException e, UriInfo uri) {
        return response(Violations.of(e), uri).build();
    }

    @ServerExceptionMapper
    Response invalid(ConstraintViolationException e, UriInfo uri) {
        if (Violations.isOurs(e)) {
            return failed(e, uri);
        }
        return response(Violations.of(e), uri).build();
    }

    @ServerExceptionMapper
    Response unauthenticated(UnauthorizedException e, UriInfo uri) {
        return response(Problem.of(401).detail("A bearer token is required."), uri)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                .build();
    }

    @ServerExceptionMapper
    Response badToken(AuthenticationFailedException e, UriInfo uri) {
        return response(Problem.of(401).detail("The bearer token is not valid."), uri)
                .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"")
                .build();
    }

    @ServerExceptionMapper
    Response issuerAway(IssuerAwayException e, UriInfo uri) {
        return response(e.problem(), uri)
                .header(IssuerAwayException.RETRY_AFTER, e.retryAfter())
                .build();
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException e, UriInfo uri) {
        return response(Problem.of(403), uri).build();
    }

    @ServerExceptionMapper
    Response failed(Throwable e, UriInfo uri) {
        Log.errorf(e, "event=request.failed path=%s", uri.getPath());
        return response(Problem.of(500), uri).build();
    }

    private static Response.ResponseBuilder response(Problem problem, UriInfo uri) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(
                        problem.instance() == null
                                ? problem.at(uri.getRequestUri().getRawPath())
                                : problem);
    }
}
