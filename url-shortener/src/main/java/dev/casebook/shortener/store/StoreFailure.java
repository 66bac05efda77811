package dev.casebook.shortener.store;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;

/** Tells a server that does not answer from one that answers no. */
final class StoreFailure {

    /** SQLSTATE classes: connection exception, insufficient resources, operator intervention (shutdown, crash), system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** Read-only: a standby that was not promoted yet. */
    private static final String READ_ONLY = "25006";

    private StoreFailure() {}

    /** True when the failure says something about the server, so that the breaker counts it. */
    static boolean meansAway(Throwable failure) {
        return causes(failure).anyMatch(StoreFailure::isAway);
    }

    /** True when the work was not done for want of a server, and may be repeated. */
    static boolean refusesWork(Throwable failure) {
        return meansAway(failure) || failure instanceof CircuitBreakerOpenException;
    }

    private static boolean isAway(Throwable failure) {
        return switch (failure) {
            case TimeoutException _, StoreAwayException _ -> true;
            // A commit that the server did not confirm.
            case RollbackException _, SystemException _, HeuristicMixedException _, HeuristicRollbackException _ ->
                true;
            case SQLException sql -> isAway(sql);
            default -> false;
        };
    }

    private static boolean isAway(SQLException failure) {
        var state = failure.getSQLState();
        // The pool's own failures (no connection in time) carry no state.
        return state == null
                || state.equals(READ_ONLY)
                || AWAY.contains(state.substring(0, Math.min(2, state.length())));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(10);
    }
}
