package dev.casebook.gateway.proxy;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/** What a client sends after the head of its request, if anything. */
final class RequestBody {

    private static final long NEVER = Long.MAX_VALUE;

    private final HttpServerRequest request;
    private final boolean exists;
    private long dueAt = NEVER;

    /** @param exists also when it turns out empty */
    RequestBody(HttpServerRequest request, boolean exists) {
        this.request = request;
        this.exists = exists;
    }

    boolean exists() {
        return exists;
    }

    /** @return {@link Exchange#UNKNOWN} when it is chunked */
    long length() {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return !exists ? 0 : length == null ? Exchange.UNKNOWN : Long.parseLong(length);
    }

    /** @param most in bytes; with 0 a body of unknown length is too long, too: it would be waited for in vain */
    boolean isLongerThan(long most) {
        return exists && (most == 0 || length() > most);
    }

    boolean expectsContinue() {
        return exists && request.getHeader(HttpHeaders.EXPECT) != null && request.version() != HttpVersion.HTTP_1_0;
    }

    boolean isRead() {
        return !exists || request.isEnded();
    }

    /** @param time on the clock of the lane: if it is not all there then, nobody waits for it any longer */
    void dueAt(long time) {
        dueAt = time;
    }

    boolean isOverdue(long now) {
        return now > dueAt && !isRead();
    }
}
