package dev.casebook.chassis.web;

/** Ends a request with the problem that it carries. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        this(problem, null);
    }

    /** @param cause for the log of whoever catches it; the client never sees it */
    public ProblemException(Problem problem, Throwable cause) {
        // An expected answer, thrown often: a stack trace would cost more than the answer.
        super(problem.title(), cause, true, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
