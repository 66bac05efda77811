package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.Routes;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Says what is here to whoever opens the address: a page to a browser, a few lines to others. */
@Singleton
final class Landing implements OwnEndpoint {

    private static final String HTML = "text/html";

    private final Routes routes;
    private final StatusPage page;

    Landing(Routes routes, StatusPage page) {
        this.routes = routes;
        this.page = page;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        var accepted = request.headers().get(HttpHeaders.ACCEPT);
        return Future.succeededFuture(accepted != null && accepted.contains(HTML) ? page.answer() : lines());
    }

    private OwnResponse lines() {
        return OwnResponse.text("""
                Casebook

                /healthz                      what runs, and whether it is ready
                %s
                """.formatted(
                        routes.current().routes().stream().map(Landing::line).collect(Collectors.joining("\n"))))
                .header("Vary", "Accept");
    }

    private static String line(Route route) {
        return "%-29s %s".formatted(route.match().path().text(), route.upstream());
    }
}
