package dev.casebook.shortener.live;

/** As many streams are open as may be. */
final class StreamRefusedException extends RuntimeException {

    private final boolean owners;

    /** @param owners whether it is the owner who has as many as one may have */
    StreamRefusedException(boolean owners) {
        super("too many streams are open", null, false, false);
        this.owners = owners;
    }

    boolean isOwners() {
        return owners;
    }
}
