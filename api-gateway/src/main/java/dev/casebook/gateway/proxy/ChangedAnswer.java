package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.transform.JsonChanges;
import dev.casebook.gateway.transform.NotJsonException;
import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/** An answer in JSON that is changed on the way: it is here whole before its client gets any of it. */
final class ChangedAnswer {

    private final Exchange exchange;
    private final HttpClientResponse from;
    private final Forwarding forwarding;
    private final Reception reception;
    private final JsonChanges changes;
    private final long length;
    private final Buffer body = Buffer.buffer();

    ChangedAnswer(
            Exchange exchange,
            HttpClientResponse from,
            Forwarding forwarding,
            Reception reception,
            JsonChanges changes) {
        this.exchange = exchange;
        this.from = from;
        this.forwarding = forwarding;
        this.reception = reception;
        this.changes = changes;
        this.length = Download.length(from);
    }

    /** The headers of the answer are as the client gets them, but for its length. */
    void start() {
        if (!JsonBodies.isPlainJson(from.headers())) {
            fail(ProxyProblems.answerNotJson());
        } else if (exchange.isBodyless(from.statusCode())) {
            // Of the answer to HEAD nobody knows how long it would be.
            from.endHandler(end -> pass(Buffer.buffer(), Exchange.UNKNOWN));
        } else if (length > changes.maxSize()) {
            fail(ProxyProblems.answerTooLarge(changes.maxSize()));
        } else {
            from.handler(this::part);
            from.endHandler(end -> ended());
        }
    }

    private void part(Buffer part) {
        if (exchange.isOver()) {
            return;
        }
        forwarding.progressed();
        body.appendBuffer(part);
        if (body.length() > changes.maxSize()) {
            fail(ProxyProblems.answerTooLarge(changes.maxSize()));
        }
    }

    private void ended() {
        if (exchange.isOver()) {
            return;
        }
        if (body.length() < length) {
            forwarding.broken();
            return;
        }
        try {
            var changed = Buffer.buffer(changes.apply(body.getBytes()));
            pass(changed, changed.length());
        } catch (NotJsonException e) {
            Log.warnf("event=answer.unreadable id=%s reason=\"%s\"", exchange.id(), "not JSON");
            fail(ProxyProblems.answerNotJson());
        }
    }

    private void pass(Buffer changed, long length) {
        var headers = exchange.response().headers();
        JsonBodies.removeUntrue(headers);
        reception.passes(from.statusCode(), headers, length);
        exchange.startAnswer(from.statusCode(), length);
        reception.part(changed);
        reception.whole();
        forwarding.completed();
        exchange.end(changed);
    }

    private void fail(OwnResponse answer) {
        // They belong to an answer that nobody gets.
        exchange.response().headers().clear();
        forwarding.fail(answer);
    }
}
