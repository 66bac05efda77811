package dev.casebook.gateway.proxy;

/** Thrown inside the decoder, which turns exceptions into a failed message. */
final class RefusedException extends RuntimeException {

    private final transient Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.detail(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
