package dev.casebook.gateway.limits;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;

/** A call to nobody. */
final class NoCall<Q, A> extends ClientCall<Q, A> {

    @Override
    public void start(Listener<A> listener, Metadata headers) {
        listener.onClose(Status.UNAVAILABLE.withDescription("no instance of the limiter is ready"), new Metadata());
    }

    @Override
    public void request(int messages) {
        // None will come.
    }

    @Override
    public void cancel(String message, Throwable cause) {
        // It is over.
    }

    @Override
    public void halfClose() {
        // It is over.
    }

    @Override
    public void sendMessage(Q message) {
        // Nobody is there.
    }
}
