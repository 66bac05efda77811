package dev.casebook.shortener.redirects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.shortener.redirects.RedirectMetrics.Outcome;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;

/** Shows a link instead of following it: a page for people, JSON for programs. Counts no click and spends no visit. */
@ApplicationScoped
class Previews {

    private static final String HTML = "text/html";

    private final Verdicts verdicts;
    private final PreviewPage page;
    private final ServiceSettings service;
    private final ObjectMapper json;
    private final RedirectMetrics metrics;

    Previews(Verdicts verdicts, PreviewPage page, ServiceSettings service, ObjectMapper json, RedirectMetrics metrics) {
        this.verdicts = verdicts;
        this.page = page;
        this.service = service;
        this.json = json;
        this.metrics = metrics;
    }

    /** On the request's event loop. Never blocks. */
    void show(RoutingContext context, String code, Destination.Live live) {
        verdicts.decide(context, live, (_, to) -> {
            metrics.count(Outcome.PREVIEWED);
            var preview = Preview.of(code, live.redirection(), to, service.publicUrl());
            context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
            if (acceptsHtml(context)) {
                showPage(context, preview);
            } else {
                context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(text(preview));
            }
        });
    }

    private void showPage(RoutingContext context, Preview preview) {
        context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
                .putHeader("Content-Security-Policy", page.policy())
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .end(page.render(preview));
    }

    private static boolean acceptsHtml(RoutingContext context) {
        var accept = context.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(HTML);
    }

    private String text(Preview preview) {
        try {
            return json.writeValueAsString(preview);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a preview is always writable", e);
        }
    }
}
