package dev.casebook.limiter.rules;

/** Rules that cannot be used; the message is the one that envoyproxy/ratelimit gives. */
public final class InvalidRulesException extends RuntimeException {

    private final String field;

    InvalidRulesException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    private InvalidRulesException(String file, InvalidRulesException cause) {
        super(file + ": " + cause.getMessage(), cause);
        this.field = cause.field();
    }

    InvalidRulesException in(String file) {
        return new InvalidRulesException(file, this);
    }

    /** What is wrong, as {@code descriptors[0].rate_limit.unit}; empty when it is the whole. */
    public String field() {
        return field;
    }
}
