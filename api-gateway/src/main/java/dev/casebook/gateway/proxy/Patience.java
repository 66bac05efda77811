package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Timeouts;
import java.time.Duration;

/** How long nothing may happen to a request before it is given up. */
final class Patience {

    private final Lane lane;
    private final Timeouts timeouts;
    private long progressAt;

    Patience(Lane lane, Timeouts timeouts) {
        this.lane = lane;
        this.timeouts = timeouts;
        this.progressAt = lane.now();
    }

    /** Bytes moved, in whichever direction. */
    void progressed() {
        progressAt = lane.now();
    }

    /**
     * @param repeated both tries together have the time that one has
     * @param client whether it is the client that is waited for
     */
    boolean isOver(Phase phase, boolean repeated, boolean client) {
        return lane.now() - progressAt > most(phase, repeated, client).toNanos();
    }

    private Duration most(Phase phase, boolean repeated, boolean client) {
        return switch (phase) {
            case CONNECTING ->
                repeated
                        ? timeouts.response()
                        : lane.settings().upstreams().pool().connectTimeout();
            case WAITING -> client ? timeouts.idle() : timeouts.response();
            default -> timeouts.idle();
        };
    }
}
