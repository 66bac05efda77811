package dev.casebook.gateway.cache;

import java.util.concurrent.CompletableFuture;

/** A request to the upstream whose answer others wait for. */
public final class Flight {

    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    /** Completes, on any thread, when its answer is stored or it is known that it will not be. */
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    void end() {
        ended.complete(null);
    }
}
