package dev.casebook.gateway.status;

import dev.casebook.gateway.limits.Limits;
import dev.casebook.gateway.routes.Limit;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.Routes;
import jakarta.inject.Singleton;

/** On the status page: which requests are limited, and what became of them. */
@Singleton
final class LimitTable {

    private final Routes routes;
    private final Limits limits;

    LimitTable(Routes routes, Limits limits) {
        this.routes = routes;
        this.limits = limits;
    }

    void write(Html page) {
        var limited = routes.current().routes().stream()
                .filter(route -> !route.limits().isEmpty())
                .toList();
        if (limited.isEmpty()) {
            return;
        }
        page.table(
                "rate-limits",
                "Rate limits of routes",
                "Route",
                "Limit by",
                "Mode",
                "Without the limiter",
                "Admitted",
                "Refused",
                "Of these without it");
        limited.forEach(route -> route.limits().forEach(limit -> row(page, route, limit)));
        page.tableEnd();
    }

    private void row(Html page, Route route, Limit limit) {
        var totals = limits.totals(route, limit);
        page.markup("<tr>")
                .cell(route.id())
                .cell(limit.title())
                .cell(limit.modeName())
                .cell(limit.whileUnreachable())
                .number(Long.toString(totals.admitted()))
                .number(Long.toString(totals.refused()), totals.refused() > 0)
                .number(Long.toString(totals.without()), totals.without() > 0)
                .markup("</tr>");
    }
}
