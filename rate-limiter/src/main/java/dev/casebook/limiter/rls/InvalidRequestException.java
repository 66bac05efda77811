package dev.casebook.limiter.rls;

/** A request that says too little to be decided; the message is envoyproxy/ratelimit's where it has one. */
final class InvalidRequestException extends RuntimeException {

    InvalidRequestException(String message) {
        super(message, null, false, false);
    }
}
