package dev.casebook.limiter.rules;

/** A file of rules that cannot be used; the message is the one that envoyproxy/ratelimit gives. */
public final class InvalidRulesException extends RuntimeException {

    InvalidRulesException(String reason) {
        super(reason);
    }

    InvalidRulesException(String file, InvalidRulesException cause) {
        super(file + ": " + cause.getMessage(), cause);
    }
}
