package dev.casebook.shortener.safety;

/** A URL that no link may lead to. Repeating it unchanged gives the same answer, unless the block list changes. */
public final class TargetRefusedException extends RuntimeException {

    private final TargetFault fault;

    TargetRefusedException(TargetFault fault) {
        // An expected answer: the stack would cost more than the answer.
        super(fault.title(), null, false, false);
        this.fault = fault;
    }

    public TargetFault fault() {
        return fault;
    }
}
