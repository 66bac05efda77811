package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.routes.Timeouts;
import io.vertx.core.MultiMap;
import java.time.Duration;

/** How long nothing may happen to a request before it is given up, and how much of that is left. */
final class Patience {

    private final Lane lane;
    private final Timeouts timeouts;
    private final Deadline deadline;
    private long progressAt;

    Patience(Lane lane, Timeouts timeouts, Deadline deadline) {
        this.lane = lane;
        this.timeouts = timeouts;
        this.deadline = deadline;
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
        return lane.now() - progressAt > most(phase, repeated, client).toNanos() || isClients();
    }

    /** Whether it is the client's own time that is over. */
    private boolean isClients() {
        return deadline.isSet() && deadline.isOver(System.nanoTime());
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

    /**
     * Whether it is the service that has not used the time it had. Whoever gives it none learns nothing about it.
     *
     * @param client whether it is the client that is waited for
     */
    boolean isServices(Phase phase, boolean client) {
        return phase == Phase.WAITING && !client && !isClients();
    }

    /** What a client is told that has no answer yet, when {@link #isOver}. */
    OwnResponse answer(Phase phase, boolean repeated, boolean client) {
        if (isClients()) {
            return ProxyProblems.tooLate();
        }
        if (phase == Phase.CONNECTING && !repeated) {
            return ProxyProblems.busy();
        }
        return phase == Phase.WAITING && client ? ProxyProblems.clientTooSlow() : ProxyProblems.tooSlow();
    }

    /** Whether a service could still answer in time. */
    boolean hasTime() {
        return left() > 0;
    }

    /** Tells the service how long it is waited for: until it begins its answer, and no longer than the client waits for the whole. */
    void tell(MultiMap headers) {
        deadline.tell(left(), headers);
    }

    private long left() {
        long left = timeouts.response().toNanos() - (lane.now() - progressAt);
        return deadline.isSet() ? deadline.left(left, System.nanoTime()) : left;
    }
}
