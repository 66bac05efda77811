package dev.casebook.shortener.redirects;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * {@code GET /s/{code}}, and {@code GET /s/{code}+} to look before one leaps. A bare Vert.x route before all others: what this instance knows is
 * answered on the event loop, with nothing between. Quarkus's own routes, for identities, bodies and the names of REST resources, have nothing to say
 * of a redirect, and one of them reads all REST paths anew for each request.
 */
@Singleton
class RedirectRoute {

    private static final String PREFIX = "/s";
    /** No code has it. Some clients encode it. */
    private static final List<String> PREVIEW = List.of("+", "%2B", "%2b");

    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence METHODS = HttpHeaders.createOptimized("GET, HEAD");

    private final LinkFinder links;
    private final Following following;
    private final Previews previews;

    RedirectRoute(LinkFinder links, Following following, Previews previews) {
        this.links = links;
        this.following = following;
        this.previews = previews;
    }

    void register(@Observes Router router) {
        router.route(PREFIX + "/*").order(Integer.MIN_VALUE).handler(this::handle);
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
        var text = text(context.normalizedPath());
        for (var mark : PREVIEW) {
            if (text.endsWith(mark)) {
                var code = text.substring(0, text.length() - mark.length());
                links.find(context, code, live -> previews.show(context, code, live));
                return;
            }
        }
        links.find(context, text, live -> following.follow(context, text, live));
    }

    /** @return empty for the path of all short URLs itself, with or without a slash at its end */
    private static String text(String path) {
        return path.length() <= PREFIX.length() ? "" : path.substring(PREFIX.length() + 1);
    }
}
