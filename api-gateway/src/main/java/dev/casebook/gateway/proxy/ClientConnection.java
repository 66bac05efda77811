package dev.casebook.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.Optional;

/** One connection of a client, with one {@link Exchange} on it or several. Lives on its event loop alone. */
abstract sealed class ClientConnection permits Http1Connection, Http2Connection {

    private final Lane lane;
    private final Peer peer;
    private final Optional<String> hsts;

    /** @param hsts the value of {@code Strict-Transport-Security}; never without TLS (RFC 6797 §7.2) */
    ClientConnection(Lane lane, Peer peer, Optional<String> hsts) {
        this.lane = lane;
        this.peer = peer;
        this.hsts = hsts;
    }

    final Lane lane() {
        return lane;
    }

    final Peer peer() {
        return peer;
    }

    final Optional<String> hsts() {
        return hsts;
    }

    /** @param headers of an answer after which the exchange cannot be followed by another where there is one at a time */
    abstract void sayLast(MultiMap headers);

    /**
     * The answer is being written, or never will be.
     *
     * @param last whether {@link #sayLast} was asked for
     */
    abstract void exchangeEnded(Exchange exchange, boolean last);

    /** As {@link #exchangeEnded} has told with {@code last}: ends what the client still sends. */
    abstract void endInput(Exchange exchange, Future<Void> written);

    /** Ends the exchange so that its client can tell it from a complete answer. */
    abstract void cutOff(Exchange exchange);

    /** Whether a request is arriving or being answered, or its answer may not yet be with the client. */
    abstract boolean isBusy();

    /** Called some times a second. */
    abstract void tick(long now);
}
