package dev.casebook.chassis.web;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.quarkus.opentelemetry.runtime.config.runtime.OTelRuntimeConfig;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/**
 * Hands on the trace that a REST request belongs to, so that events and calls that follow from it carry its {@code traceparent}, also while traces are
 * off. With {@code quarkus.otel.instrument.vertx-http} Quarkus does so itself, by a span for each request on the port, which took a seventh to a fifth of the
 * event loops' time under redirects although the sampler took none.
 */
@jakarta.ws.rs.ext.Provider
public final class TraceContext implements ContainerRequestFilter {

    private static final TextMapGetter<ContainerRequestContext> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(ContainerRequestContext request) {
            return request.getHeaders().keySet();
        }

        @Override
        public String get(ContainerRequestContext request, String name) {
            return request == null ? null : request.getHeaderString(name);
        }
    };

    // Providers, because REST filters are made before the run-time configuration is read.
    private final Provider<OpenTelemetry> telemetry;
    private final Provider<OTelRuntimeConfig> config;

    TraceContext(Provider<OpenTelemetry> telemetry, Provider<OTelRuntimeConfig> config) {
        this.telemetry = telemetry;
        this.config = config;
    }

    /** The context belongs to the request's own Vert.x context and ends with it. */
    @Override
    public void filter(ContainerRequestContext request) {
        if (config.get().instrument().vertxHttp() || request.getHeaderString("traceparent") == null) {
            return;
        }
        propagator().extract(Context.current(), request, HEADERS).makeCurrent();
    }

    private TextMapPropagator propagator() {
        return telemetry.get().getPropagators().getTextMapPropagator();
    }
}
