package dev.casebook.gateway.status;

import dev.casebook.gateway.limits.InFlight;
import dev.casebook.gateway.routes.Concurrency;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.Routes;
import jakarta.inject.Singleton;

/** On the status page: of which requests there may be so many at one time, and how many there are. */
@Singleton
final class ConcurrencyTable {

    private final Routes routes;
    private final InFlight inFlight;

    ConcurrencyTable(Routes routes, InFlight inFlight) {
        this.routes = routes;
        this.inFlight = inFlight;
    }

    void write(Html page) {
        var limited = routes.current().routes().stream()
                .filter(route -> !route.concurrency().isEmpty())
                .toList();
        if (limited.isEmpty()) {
            return;
        }
        page.table(
                "concurrency",
                "Requests of routes at one time",
                "Route",
                "Counted by",
                "At most",
                "Now, of whoever has most",
                "Refused");
        limited.forEach(route -> route.concurrency().forEach(limit -> row(page, route, limit)));
        page.tableEnd();
    }

    private void row(Html page, Route route, Concurrency limit) {
        long refused = inFlight.refusals(route.id(), limit);
        page.markup("<tr>")
                .cell(route.id())
                .cell(limit.byName())
                .number(Integer.toString(limit.most()))
                .number(Integer.toString(inFlight.ofBusiest(route.id(), limit)))
                .number(Long.toString(refused), refused > 0)
                .markup("</tr>");
    }
}
