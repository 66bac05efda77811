package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.inject.Singleton;

/**
 * The gateway's part of a trace: one span for each request to a service, when the sampler takes it. Attributes are those of OpenTelemetry's HTTP
 * conventions; no path, query or address, since they may be personal.
 */
@Singleton
final class Tracing {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    Tracing(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Asks the sampler, and costs next to nothing more when it says no. */
    Span start(Exchange exchange, Route route) {
        var method = exchange.request().method().name();
        var span = tracer.spanBuilder(route.id())
                .setSpanKind(SpanKind.SERVER)
                .setParent(parent(exchange))
                .startSpan();
        if (span.isRecording()) {
            span.setAttribute(METHOD, method);
            span.setAttribute(ROUTE, route.match().path().text());
        }
        return span;
    }

    private static Context parent(Exchange exchange) {
        return TraceParent.of(exchange.request().headers())
                .map(parent -> Context.root().with(Span.wrap(TraceParent.parse(parent))))
                .orElseGet(Context::root);
    }

    static void end(Span span, String outcome) {
        if (!span.isRecording()) {
            return;
        }
        if (Character.isDigit(outcome.charAt(0))) {
            span.setAttribute(STATUS, Long.parseLong(outcome));
        }
        if (outcome.startsWith("5") || !Character.isDigit(outcome.charAt(0))) {
            span.setAttribute(ERROR, outcome);
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
