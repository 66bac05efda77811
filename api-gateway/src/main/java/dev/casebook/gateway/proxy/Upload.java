package dev.casebook.gateway.proxy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Streams a request body to the upstream: no faster than it takes it, and no more than the route allows. */
final class Upload {

    private final Exchange exchange;
    private final HttpServerRequest from;
    private final HttpClientRequest to;
    private final Forwarding forwarding;
    private final long limit;
    private long received;
    private boolean paused;
    private boolean done;

    Upload(Exchange exchange, HttpClientRequest to, long limit, Forwarding forwarding) {
        this.exchange = exchange;
        this.from = exchange.request();
        this.to = to;
        this.limit = limit;
        this.forwarding = forwarding;
    }

    void start() {
        long length = exchange.bodyLength();
        if (length == Exchange.UNKNOWN) {
            to.setChunked(true);
        } else {
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        if (exchange.expectsContinue()) {
            // RFC 9110 §10.1.1: the origin decides, and its 100 is what the client gets.
            to.putHeader(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
            to.continueHandler(go -> goOn());
            to.sendHead();
        } else if (OverHttp2.isSpoken(to)) {
            // Both sides may talk at once, and the service may be to begin.
            to.sendHead();
        }
        from.handler(this::part);
        from.endHandler(end -> ended());
        from.resume();
    }

    private void goOn() {
        if (!exchange.isOver()) {
            exchange.response().writeContinue();
        }
    }

    private void part(Buffer part) {
        if (exchange.isOver()) {
            return;
        }
        received += part.length();
        if (received > limit) {
            forwarding.fail(ProxyProblems.tooLarge(limit));
            return;
        }
        forwarding.progressed();
        to.write(part);
        if (to.writeQueueFull()) {
            paused = true;
            from.pause();
            to.drainHandler(drained -> drained());
        }
    }

    private void drained() {
        paused = false;
        forwarding.progressed();
        from.resume();
    }

    private void ended() {
        if (exchange.isOver()) {
            // Answered before it was all here: the upstream's request stays unfinished and is reset.
            return;
        }
        done = true;
        forwarding.progressed();
        to.end();
    }

    boolean isDone() {
        return done;
    }

    boolean waitsForClient() {
        return !done && !paused;
    }
}
