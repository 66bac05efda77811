package dev.casebook.gateway.proxy;

import io.quarkus.logging.Log;
import java.util.concurrent.TimeUnit;

/** A line for each request. No path, query, address or token: they may be personal. */
final class AccessLog {

    private AccessLog() {}

    static void ended(Exchange exchange, String route, String outcome, long nanos) {
        Log.infof(
                "event=request id=%s method=%s route=%s outcome=%s us=%d",
                exchange.id(), exchange.request().method(), route, outcome, TimeUnit.NANOSECONDS.toMicros(nanos));
    }
}
