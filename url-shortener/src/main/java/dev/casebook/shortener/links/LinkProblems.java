package dev.casebook.shortener.links;

import dev.casebook.chassis.web.Problem;
import dev.casebook.shortener.codes.NoCodesException;
import dev.casebook.shortener.store.Store;
import dev.casebook.shortener.store.StoreAwayException;
import io.quarkus.logging.Log;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Refusals and failures of links as problems. */
public final class LinkProblems {

    private final Store store;

    LinkProblems(Store store) {
        this.store = store;
    }

    @ServerExceptionMapper
    Response refused(LinkRefusedException e, UriInfo uri) {
        return response(problem(e.refusal()), uri).build();
    }

    @ServerExceptionMapper
    Response away(StoreAwayException e, UriInfo uri) {
        Log.debugf(e, "store away path=%s", uri.getPath());
        return response(Problem.of(503).detail("The store is away. Nothing is lost; repeat the request later."), uri)
                .header(HttpHeaders.RETRY_AFTER, store.retryAfterSeconds())
                .build();
    }

    @ServerExceptionMapper
    Response noCodes(NoCodesException e, UriInfo uri) {
        Log.errorf("no link can be created: %s", e.getMessage());
        return response(Problem.of(503).detail("No link can be created at present."), uri)
                .header(HttpHeaders.RETRY_AFTER, store.retryAfterSeconds())
                .build();
    }

    /** How a refusal is told to clients. */
    public static Problem problem(Refusal refusal) {
        int status =
                switch (refusal.kind()) {
                    case INVALID -> 422;
                    case TAKEN -> 409;
                    case UNKNOWN -> 404;
                    case STALE -> 412;
                };
        return Problem.of(status, refusal.slug(), refusal.title()).error(refusal.field(), refusal.title());
    }

    private static Response.ResponseBuilder response(Problem problem, UriInfo uri) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem.at(uri.getRequestUri().getRawPath()));
    }
}
