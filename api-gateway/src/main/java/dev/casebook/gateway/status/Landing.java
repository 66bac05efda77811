package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnRequest;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.Routes;
import io.vertx.core.Future;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Says what is here to whoever opens the address. */
@Singleton
final class Landing implements OwnEndpoint {

    private final Routes routes;

    Landing(Routes routes) {
        this.routes = routes;
    }

    @Override
    public String path() {
        return "/";
    }

    @Override
    public Future<OwnResponse> answer(OwnRequest request) {
        return Future.succeededFuture(OwnResponse.text("""
                Casebook

                /healthz                      what runs, and whether it is ready
                %s
                """.formatted(
                        routes.current().routes().stream().map(Landing::line).collect(Collectors.joining("\n")))));
    }

    private static String line(Route route) {
        return "%-29s %s".formatted(route.match().path().text(), route.upstream());
    }
}
