package dev.casebook.lab.gateways;

import java.util.List;
import java.util.function.BiFunction;

/**
 * A request, or an answer, that tells gateways apart.
 *
 * @param name for a person
 * @param source what says how it is to be taken
 * @param request to the byte
 * @param rest what is sent after 100 (Continue)
 * @param judge of the client's answer and of what came to the service
 */
record HttpCase(
        String name, String source, String request, String rest, BiFunction<Answer, List<Received>, Ruling> judge) {

    /**
     * How a gateway took it.
     *
     * @param what it did, in a word or two
     */
    record Ruling(boolean right, String what) {

        @Override
        public String toString() {
            return right ? what : "✗ " + what;
        }
    }

    HttpCase(String name, String source, String request, BiFunction<Answer, List<Received>, Ruling> judge) {
        this(name, source, request, "", judge);
    }
}
