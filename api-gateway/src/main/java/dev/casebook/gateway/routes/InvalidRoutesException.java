package dev.casebook.gateway.routes;

import java.util.List;

/** Route files that cannot be used; the message has a line for each mistake: file, route, field, reason. */
public final class InvalidRoutesException extends RuntimeException {

    private final transient List<String> mistakes;

    InvalidRoutesException(List<String> mistakes) {
        super("The gateway does not start with these routes:\n  " + String.join("\n  ", mistakes));
        this.mistakes = List.copyOf(mistakes);
    }

    List<String> mistakes() {
        return mistakes;
    }
}
