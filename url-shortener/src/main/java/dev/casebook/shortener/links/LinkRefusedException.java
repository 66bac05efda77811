package dev.casebook.shortener.links;

/** Ends a call that the rules of links refuse. Repeating it unchanged gives the same answer. */
public final class LinkRefusedException extends RuntimeException {

    private final Refusal refusal;

    LinkRefusedException(Refusal refusal) {
        // An expected answer: the stack would cost more than the answer.
        super(refusal.title(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
