package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.transform.JsonChanges;
import dev.casebook.gateway.transform.NotJsonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;

/** Streams a request body to the upstream: no faster than it takes it, and no more than the route allows. */
final class Upload {

    private final Exchange exchange;
    private final HttpServerRequest from;
    private final HttpClientRequest to;
    private final Forwarding forwarding;
    private final long limit;
    private final Optional<JsonChanges> changes;
    /** What is changed is here whole before the service gets any of it. */
    private final Buffer document = Buffer.buffer();

    private long received;
    /** The client waits for the service's word before it sends the body. */
    private boolean asksFirst;

    private boolean paused;
    private boolean done;

    Upload(Exchange exchange, HttpClientRequest to, Route route, Forwarding forwarding) {
        this.exchange = exchange;
        this.from = exchange.request();
        this.to = to;
        this.changes = route.changes().requestJson();
        this.limit =
                changes.map(json -> Math.min(route.maxBody(), json.maxSize())).orElse(route.maxBody());
        this.forwarding = forwarding;
    }

    void start() {
        if (changes.isPresent()) {
            if (exchange.body().expectsContinue()) {
                goOn();
            }
        } else {
            startStreaming();
        }
        from.handler(this::part);
        from.endHandler(end -> ended());
        from.resume();
    }

    private void startStreaming() {
        long length = exchange.body().length();
        if (length == Exchange.UNKNOWN) {
            to.setChunked(true);
        } else {
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
        }
        if (exchange.body().expectsContinue()) {
            // RFC 9110 §10.1.1: the origin decides, and its 100 is what the client gets.
            to.putHeader(HttpHeaders.EXPECT, HttpHeaders.CONTINUE);
            asksFirst = true;
            to.continueHandler(go -> goOn());
            to.sendHead();
        } else if (OverHttp2.isSpoken(to)) {
            // Both sides may talk at once, and the service may be to begin.
            to.sendHead();
        }
    }

    private void goOn() {
        asksFirst = false;
        if (!exchange.isOver()) {
            exchange.response().writeContinue();
        }
    }

    private void part(Buffer part) {
        if (exchange.isOver()) {
            return;
        }
        // It need not wait (RFC 9110 §10.1.1).
        asksFirst = false;
        received += part.length();
        if (received > limit) {
            forwarding.fail(ProxyProblems.tooLarge(limit));
            return;
        }
        forwarding.progressed();
        if (changes.isPresent()) {
            document.appendBuffer(part);
            return;
        }
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
        forwarding.uploaded();
        if (changes.isPresent()) {
            send(changes.get());
        } else {
            to.end();
        }
    }

    private void send(JsonChanges json) {
        try {
            var changed = Buffer.buffer(json.apply(document.getBytes()));
            to.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(changed.length()));
            to.end(changed);
        } catch (NotJsonException e) {
            forwarding.fail(ProxyProblems.notJson(e.getMessage()));
        }
    }

    boolean isDone() {
        return done;
    }

    boolean waitsForClient() {
        return !done && !paused && !asksFirst;
    }
}
