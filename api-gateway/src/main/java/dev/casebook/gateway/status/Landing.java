package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.FixedEndpoint;
import dev.casebook.gateway.answers.OwnEndpoint;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.stream.Collectors;

/** Says what is here to whoever opens the address. */
@Singleton
final class Landing {

    @Produces
    @Singleton
    OwnEndpoint landing(RouteTable routes) {
        return new FixedEndpoint("/", OwnResponse.text("""
                Casebook

                /healthz                      what runs, and whether it is ready
                %s
                """.formatted(
                        routes.routes().stream().map(Landing::line).collect(Collectors.joining("\n")))));
    }

    private static String line(Route route) {
        return "%-29s %s".formatted(route.path().text(), route.upstream());
    }
}
