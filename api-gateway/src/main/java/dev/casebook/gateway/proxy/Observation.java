package dev.casebook.gateway.proxy;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.vertx.core.MultiMap;
import java.util.Map;
import java.util.Optional;

/** What is known of a request besides its answer: how things stand with its limits, why it went where it went; and afterwards its time and outcome in the metrics, its span if it is sampled, its line in the log. */
final class Observation {

    private final long started = System.nanoTime();
    private RouteMeter meter;
    private Span span = Span.getInvalid();
    private Optional<Explanation> explanation = Optional.empty();
    private Map<String, String> limits = Map.of();
    private Optional<Integer> status = Optional.empty();

    Observation(RouteMeter meter) {
        this.meter = meter;
    }

    void meteredBy(RouteMeter meter) {
        this.meter = meter;
    }

    void tracedBy(Span span) {
        this.span = span;
    }

    /** When the request came, by {@link System#nanoTime}. */
    long started() {
        return started;
    }

    /** From now on what is decided about the request is told. */
    void explained() {
        explanation = Optional.of(new Explanation(started));
    }

    /** Of those requests alone whose client may know. */
    Optional<Explanation> explanation() {
        return explanation;
    }

    /** A step of the explanation, if there is one. */
    void tell(String what, String text) {
        explanation.ifPresent(each -> each.say(what, text));
    }

    /** @param headers that the client gets with its answer, whoever gives it */
    void limited(Map<String, String> headers) {
        limits = headers;
    }

    /** Tells all that with the answer whose head this is. */
    void tell(int status, MultiMap headers) {
        // A service may have limits of its own, and tells of them in the same lists.
        limits.forEach(headers::add);
        explanation.ifPresent(each -> {
            each.say("answer", Integer.toString(status));
            headers.set(Explanation.HEADER, each.json());
        });
    }

    /** The gateway itself answers, with this in HTTP, however it is told to the client. */
    void answeredAs(int status) {
        this.status = Optional.of(status);
    }

    SpanContext trace() {
        return span.getSpanContext();
    }

    /** @param end the status of the answer, or how it came to none */
    void ended(Exchange exchange, String end) {
        long nanos = System.nanoTime() - started;
        var outcome = status.map(String::valueOf).orElse(end);
        meter.record(outcome, nanos);
        Tracing.end(span, outcome);
        if (exchange.connection().lane().settings().clients().accessLog()) {
            AccessLog.ended(exchange, meter.route(), outcome, nanos);
        }
    }
}
