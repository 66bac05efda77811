package dev.casebook.shortener.store;

import dev.casebook.chassis.jdbc.Outage;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Tells a server that does not answer from one that answers no. */
final class StoreFailure {

    private StoreFailure() {}

    /** True when the failure says something about the server, so that the breaker counts it. */
    static boolean meansAway(Throwable failure) {
        return Outage.isBehind(failure)
                || Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                        .limit(10)
                        .anyMatch(cause -> cause instanceof TimeoutException || cause instanceof StoreAwayException);
    }

    /** True when the work was not done for want of a server, and may be repeated. */
    static boolean refusesWork(Throwable failure) {
        return meansAway(failure) || failure instanceof CircuitBreakerOpenException;
    }
}
