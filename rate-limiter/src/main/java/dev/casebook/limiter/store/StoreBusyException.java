package dev.casebook.limiter.store;

/** More requests wait for the store than may: it is slow, or there are too many. Nothing was charged. */
public final class StoreBusyException extends RuntimeException {

    StoreBusyException(int waiting) {
        super("%d requests wait already".formatted(waiting));
    }
}
