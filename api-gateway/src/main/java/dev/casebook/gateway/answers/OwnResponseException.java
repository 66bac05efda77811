package dev.casebook.gateway.answers;

/** Ends a request with an answer of the gateway's own. */
public final class OwnResponseException extends RuntimeException {

    private final transient OwnResponse answer;

    public OwnResponseException(OwnResponse answer) {
        // An expected answer, given often: a stack trace would cost more than the answer.
        super("answered " + answer.status(), null, false, false);
        this.answer = answer;
    }

    public OwnResponse answer() {
        return answer;
    }
}
