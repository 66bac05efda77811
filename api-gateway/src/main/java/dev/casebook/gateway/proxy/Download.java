package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Changes;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Streams an answer to the client, no faster than it takes it. */
final class Download {

    private static final Buffer NOTHING = Buffer.buffer();
    private static final String EVENTS = "text/event-stream";

    private final Exchange exchange;
    private final HttpClientResponse from;
    private final HttpServerResponse to;
    private final Forwarding forwarding;
    private final Reception reception;
    private final long length;
    private long received;

    Download(Exchange exchange, HttpClientResponse from, Forwarding forwarding, Reception reception) {
        this.exchange = exchange;
        this.from = from;
        this.to = exchange.response();
        this.forwarding = forwarding;
        this.reception = reception;
        this.length = length(from);
    }

    static long length(HttpClientResponse from) {
        var length = from.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? Exchange.UNKNOWN : Long.parseLong(length);
    }

    void start(Changes changes) {
        ResponseHeaders.write(from.headers(), from.version(), to.headers());
        ChangedHeaders.apply(changes.answer(), to.headers());
        if (changes.answerJson().isPresent() && JsonBodies.isChanged(from)) {
            new ChangedAnswer(
                            exchange,
                            from,
                            forwarding,
                            reception,
                            changes.answerJson().get())
                    .start();
            return;
        }
        if (!reception.passes(from.statusCode(), to.headers(), length)) {
            replace();
            return;
        }
        exchange.startAnswer(from.statusCode(), length);
        if (isOverHttp2() && Grpc.isSpoken(from.headers()) && !from.headers().contains(Grpc.STATUS)) {
            // Both sides may talk at once, and the client may be to go on. An answer that is nothing but a status is
            // one frame.
            to.writeHead();
        }
        from.handler(this::part);
        from.endHandler(end -> ended());
    }

    /** The client gets another answer. What has a body is not waited for. */
    private void replace() {
        if (exchange.isBodyless(from.statusCode())) {
            from.endHandler(end -> {
                forwarding.completed();
                reception.answerInstead();
            });
        } else {
            forwarding.abandon();
            reception.answerInstead();
        }
    }

    private void part(Buffer part) {
        if (exchange.isOver()) {
            return;
        }
        received += part.length();
        forwarding.progressed();
        reception.part(part);
        if (received == length && !isOverHttp2()) {
            reception.whole();
            // Head, body and end leave in one write.
            exchange.end(part);
            return;
        }
        to.write(part);
        if (to.writeQueueFull()) {
            from.pause();
            to.drainHandler(drained -> drained());
        }
    }

    /** There may be trailers behind an answer, whether it says its length or not. */
    private boolean isOverHttp2() {
        return from.version() == HttpVersion.HTTP_2;
    }

    /**
     * The gateway stops. A stream of events never ends of itself, and its client comes back to where the last event ended; so it ends here in
     * good order, while other answers have the time that is left.
     */
    void leave() {
        var type = from.getHeader(HttpHeaders.CONTENT_TYPE);
        if (length == Exchange.UNKNOWN && type != null && type.startsWith(EVENTS)) {
            forwarding.abandon();
            exchange.end(NOTHING);
        }
    }

    private void drained() {
        forwarding.progressed();
        from.resume();
    }

    private void ended() {
        if (received < length && !exchange.isBodyless(from.statusCode())) {
            forwarding.broken();
            return;
        }
        reception.whole();
        forwarding.completed();
        if (!exchange.isOver()) {
            Trailers.pass(from, exchange);
        }
        exchange.end(NOTHING);
    }
}
