package dev.casebook.shortener.store;

import dev.casebook.chassis.jdbc.Outage;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Tells a server that does not answer from one that answers no. */
final class StoreFailure {

    private static final int DEPTH = 10;

    /** SQLSTATE of a statement that took longer than PostgreSQL was told to let it: a server that says so is there. */
    private static final String CANCELLED = "57014";

    private StoreFailure() {}

    /** True when the failure says something about the server, so that the breaker counts it. */
    static boolean meansAway(Throwable failure) {
        return Outage.isBehind(failure)
                || causes(failure)
                        .anyMatch(cause -> cause instanceof TimeoutException || cause instanceof StoreAwayException);
    }

    /** True when no answer came in time, or not even a connection. */
    static boolean cameToNobody(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof TimeoutException
                        || cause instanceof SQLException sql && sql.getSQLState() == null);
    }

    static boolean wasCancelled(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SQLException sql && CANCELLED.equals(sql.getSQLState()));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH);
    }

    /** True when the work was not done for want of a server, and may be repeated. */
    static boolean refusesWork(Throwable failure) {
        return meansAway(failure) || failure instanceof CircuitBreakerOpenException;
    }
}
