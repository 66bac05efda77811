package dev.casebook.shortener.shlink;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Lets pages of any origin use this API, as Shlink does: its web client is served from elsewhere. The key stands in a header that only the
 * page itself can set, never in a cookie, so another origin can do nothing that its user did not give it a key for.
 */
final class CrossOrigin {

    private static final String PATH = "/rest/v3/";
    private static final String ORIGIN = "Origin";
    private static final String ALLOW = "Access-Control-Allow-";
    private static final String METHODS = "GET, POST, PUT, PATCH, DELETE";
    private static final String HEADERS = "X-Api-Key, Content-Type, Accept";
    private static final String HOUR = "3600";

    /** A browser asks before each request that carries a key; without one, so this comes before all else. */
    @ServerRequestFilter(preMatching = true)
    Optional<Response> preflight(ContainerRequestContext request) {
        boolean asked = isForeign(request)
                && HttpMethod.OPTIONS.equals(request.getMethod())
                && request.getHeaderString("Access-Control-Request-Method") != null;
        return asked
                ? Optional.of(Response.noContent()
                        .header(ALLOW + "Methods", METHODS)
                        .header(ALLOW + "Headers", HEADERS)
                        .header("Access-Control-Max-Age", HOUR)
                        .build())
                : Optional.empty();
    }

    @ServerResponseFilter
    void allow(ContainerRequestContext request, ContainerResponseContext response) {
        if (isForeign(request)) {
            response.getHeaders().putSingle(ALLOW + "Origin", "*");
        }
    }

    private static boolean isForeign(ContainerRequestContext request) {
        return request.getHeaderString(ORIGIN) != null
                && request.getUriInfo().getRequestUri().getPath().startsWith(PATH);
    }
}
