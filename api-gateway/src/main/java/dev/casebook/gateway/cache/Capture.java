package dev.casebook.gateway.cache;

import io.vertx.core.buffer.Buffer;

/** Takes a body along while it streams to the client. Gives up rather than hold up the stream or grow beyond bounds. */
final class Capture {

    private final Receiving receiving;
    private final long most;
    private Buffer body = Buffer.buffer();
    private boolean ended;

    /** @param most bytes that are worth storing */
    Capture(Receiving receiving, long most) {
        this.receiving = receiving;
        this.most = most;
    }

    /** @return false when it has given up */
    boolean take(Buffer part) {
        if (ended || body.length() + part.length() > most || !receiving.take(part.length())) {
            end();
            return false;
        }
        body.appendBuffer(part);
        return true;
    }

    byte[] whole() {
        var bytes = body.getBytes();
        end();
        return bytes;
    }

    void end() {
        if (!ended) {
            ended = true;
            receiving.give(body.length());
            body = Buffer.buffer();
        }
    }
}
