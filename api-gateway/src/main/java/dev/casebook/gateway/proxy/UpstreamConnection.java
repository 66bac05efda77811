package dev.casebook.gateway.proxy;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;

/** A connection to an instance, and what it is doing. Lives on its event loop alone. */
final class UpstreamConnection {

    private final Lane lane;
    private final long openedAt;
    private boolean used;
    private boolean reused;
    private boolean awaiting;
    private boolean answering;
    private boolean head;

    UpstreamConnection(Lane lane) {
        this.lane = lane;
        this.openedAt = lane.now();
    }

    /** @param to the same request as it goes out, its headers not yet sent */
    void start(Exchange exchange, HttpClientRequest to) {
        head = exchange.request().method() == HttpMethod.HEAD;
        reused = used;
        used = true;
        awaiting = true;
        answering = false;
        if (lane.now() - openedAt
                > lane.settings().upstreams().pool().lifetime().toNanos()) {
            // It has served long enough, and shall not outlive this one.
            to.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    void received() {
        answering = true;
    }

    void answered() {
        awaiting = false;
    }

    /** Whether a request is waiting for its answer, or for the rest of it. */
    boolean isAwaiting() {
        return awaiting;
    }

    boolean isHead() {
        return head;
    }

    /** Whether the request came to a connection that had served others, and no byte of an answer to it has come. */
    boolean isReusedAndSilent() {
        return reused && !answering;
    }
}
