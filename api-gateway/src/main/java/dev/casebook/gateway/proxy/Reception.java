package dev.casebook.gateway.proxy;

import dev.casebook.gateway.answers.OwnResponse;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** Who else has a part in what goes to the upstream for a client, and in what comes back. */
interface Reception {

    Reception NONE = new Reception() {};

    /** @param headers of the request as it will go out; they may be changed */
    default void asks(MultiMap headers) {}

    /**
     * @param headers of the answer as the client would get it; they may be changed
     * @param length of the body, {@link Exchange#UNKNOWN} when it is not known
     * @return false when the client gets another answer, by {@link #answerInstead}
     */
    default boolean passes(int status, MultiMap headers, long length) {
        return true;
    }

    default void answerInstead() {}

    default void part(Buffer part) {}

    /** The answer has come to its end; what is left of it has not yet gone to the client. */
    default void whole() {}

    /** Nothing more comes, whether it was whole or not. May be said twice. */
    default void over() {}

    /** The client gets this, or something better. */
    default void refuse(Exchange exchange, OwnResponse answer) {
        exchange.answer(answer);
    }
}
