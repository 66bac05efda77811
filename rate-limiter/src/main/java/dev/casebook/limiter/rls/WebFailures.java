package dev.casebook.limiter.rls;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import java.util.concurrent.CompletionException;

/** What a request over HTTP is told when nothing was decided. */
final class WebFailures {

    private WebFailures() {}

    static Throwable problem(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null -> problem(wrapped.getCause());
            case InvalidRequestException invalid ->
                new ProblemException(Problem.of(400, "invalid-rate-limit-request", "Nothing can be decided about this")
                        .detail(invalid.getMessage()));
            case NotReservableException notReservable ->
                new ProblemException(Problem.of(422, "not-reservable", "This cannot be reserved")
                        .detail(notReservable.getMessage()));
            case StoreAwayException away ->
                new ProblemException(
                        Problem.of(503, "limit-store-away", "The counters cannot be reached")
                                .detail("Whether the request was charged is unknown"),
                        away);
            default -> failure;
        };
    }
}
