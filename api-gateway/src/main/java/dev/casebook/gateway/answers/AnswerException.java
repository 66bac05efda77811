package dev.casebook.gateway.answers;

/** Ends a request with an answer of the gateway's own. */
public final class AnswerException extends RuntimeException {

    private final transient Answer answer;

    public AnswerException(Answer answer) {
        // An expected answer, given often: a stack trace would cost more than the answer.
        super("answered " + answer.status(), null, false, false);
        this.answer = answer;
    }

    public Answer answer() {
        return answer;
    }
}
