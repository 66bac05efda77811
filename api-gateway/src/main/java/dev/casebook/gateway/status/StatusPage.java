package dev.casebook.gateway.status;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.proxy.Capacity;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.Routes;
import dev.casebook.gateway.shedding.AdaptiveLimit;
import dev.casebook.gateway.upstreams.Call;
import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import dev.casebook.gateway.upstreams.Upstreams;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What runs, for a person: services and their instances, breakers, limits, routes and what goes over them. A page without scripts, which a browser
 * loads again every few seconds. Everybody may see it, so it says no addresses.
 */
@Singleton
final class StatusPage {

    private static final Stylesheet STYLE = Stylesheet.read("page.css");

    private static final String HEAD = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="refresh" content="5"><title>Casebook: API gateway</title><link rel="icon" href="data:,">
            <style>%s</style></head><body><header><h1>Casebook</h1>
            """.formatted(STYLE.text());

    /** Where route files show the documents of their services. */
    private static final String DOCUMENTS = "/openapi/";

    private static final Map<String, String> HEADERS = Map.of(
            "Cache-Control", "no-store",
            "Vary", "Accept",
            "X-Content-Type-Options", "nosniff",
            "Content-Security-Policy",
                    "default-src 'none'; img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; style-src "
                            + STYLE.source());

    private final Routes routes;
    private final Upstreams upstreams;
    private final Capacity capacity;
    private final LimitTable limited;
    private final ConcurrencyTable concurrency;
    private final Rates rates;
    private final Clock clock;

    StatusPage(
            Routes routes,
            Upstreams upstreams,
            Capacity capacity,
            LimitTable limited,
            ConcurrencyTable concurrency,
            Rates rates,
            Clock clock) {
        this.routes = routes;
        this.upstreams = upstreams;
        this.capacity = capacity;
        this.limited = limited;
        this.concurrency = concurrency;
        this.rates = rates;
        this.clock = clock;
    }

    OwnResponse answer() {
        var page = new Html().markup(HEAD);
        summary(page);
        services(page);
        limits(page);
        limited.write(page);
        concurrency.write(page);
        routes(page);
        page.markup("</main></body></html>\n");
        return new OwnResponse(200, "text/html; charset=utf-8", Buffer.buffer(page.toString()), HEADERS);
    }

    private void summary(Html page) {
        long now = System.nanoTime();
        var instances = upstreams.all().stream()
                .flatMap(upstream -> upstream.instances().stream())
                .toList();
        long ready =
                instances.stream().filter(instance -> instance.isUsable(now)).count();
        page.markup("<p id=\"summary\">")
                .mark(ready == instances.size(), "%d of %d instances ready".formatted(ready, instances.size()))
                .markup("</p><p class=\"faint\">As of ")
                .text(clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .markup(
                        "; loads again by itself. <a href=\"/healthz\">/healthz</a> says it to scripts.</p><p class=\"faint\">");
        routes.current().routes().stream()
                .map(route -> route.match().path().text())
                .filter(path -> path.startsWith(DOCUMENTS))
                .forEach(path -> page.markup("<a href=\"")
                        .text(path)
                        .markup("\">")
                        .text(path)
                        .markup("</a> "));
        page.markup("</p></header><main>");
    }

    private void services(Html page) {
        page.table(
                "services",
                "Services",
                "Service",
                "Instances",
                "Circuit",
                "Balancing",
                "May wait",
                "Left alone",
                "Refused");
        upstreams.all().forEach(upstream -> service(page, upstream));
        page.tableEnd();
    }

    private static void service(Html page, Upstream upstream) {
        long now = System.nanoTime();
        page.markup("<tr>").cell(upstream.name()).markup("<td><ul>");
        int number = 0;
        for (var instance : upstream.instances()) {
            instance(page, number++, instance, upstream, now);
        }
        page.markup("</ul></td><td>")
                .mark(upstream.isCircuitClosed(), upstream.circuit(now))
                .markup("</td>")
                .cell(upstream.policy()
                        .balancing()
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', ' '))
                .number(mayWait(upstream.limit().limit()))
                .number(Long.toString(upstream.ejections()))
                .number(Long.toString(Arrays.stream(Call.Refusal.values())
                        .mapToLong(upstream::refusals)
                        .sum()))
                .markup("</tr>");
    }

    private static String mayWait(int limit) {
        return limit == AdaptiveLimit.UNLIMITED ? "any" : Integer.toString(limit);
    }

    private static void instance(Html page, int number, Instance instance, Upstream upstream, long now) {
        page.markup("<li>")
                .text(number + ": ")
                .mark(
                        instance.isUsable(now),
                        instance.standing(upstream.policy().slowStart(), now))
                .markup("</li>");
    }

    private void limits(Html page) {
        page.table("limits", "Limits of the gateway", "What", "Now", "At most", "Refused");
        for (var limit : capacity.limits()) {
            page.markup("<tr>")
                    .cell(limit.what())
                    .number(Integer.toString(limit.now()))
                    .number(Integer.toString(limit.most()))
                    .number(Long.toString(limit.refused()))
                    .markup("</tr>");
        }
        page.tableEnd();
    }

    private void routes(Html page) {
        page.table(
                "routes",
                "Routes, and their last ten seconds",
                "Route",
                "Requests",
                "Service",
                "Auth",
                "Per second",
                "Failed per second",
                "Mean ms");
        routes.current().routes().forEach(route -> route(page, route));
        page.tableEnd();
    }

    private void route(Html page, Route route) {
        var rate = rates.of(route.id());
        page.markup("<tr>")
                .cell(route.id())
                .cell(requests(route))
                .cell(route.redirect().isPresent() ? "redirect" : route.upstream())
                .cell(route.auth().name().toLowerCase(Locale.ROOT))
                .number(tenths(rate.perSecond()))
                .number(tenths(rate.failuresPerSecond()), rate.failuresPerSecond() > 0)
                .number(tenths(rate.millis()))
                .markup("</tr>");
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static String requests(Route route) {
        return route.match().methods().stream().sorted().collect(Collectors.joining(" ")) + " "
                + route.match().path().text();
    }
}
