package dev.casebook.chassis.jdbc;

import jakarta.transaction.HeuristicMixedException;
import jakarta.transaction.HeuristicRollbackException;
import jakarta.transaction.RollbackException;
import jakarta.transaction.SystemException;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Stream;

/** Tells a PostgreSQL that does not answer, or cannot, from one that answers no. */
public final class Outage {

    /** SQLSTATE classes: connection exception, insufficient resources, operator intervention (shutdown, crash), system error. */
    private static final Set<String> AWAY = Set.of("08", "53", "57", "58");

    /** Read-only: a standby that was not promoted yet. */
    private static final String READ_ONLY = "25006";

    private static final int DEPTH = 10;

    private Outage() {}

    /** Whether the failure, or a cause of it, says that the server is away. */
    public static boolean isBehind(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH)
                .anyMatch(Outage::isAway);
    }

    private static boolean isAway(Throwable failure) {
        return switch (failure) {
            // A commit that the server did not confirm.
            case RollbackException _, SystemException _, HeuristicMixedException _, HeuristicRollbackException _ ->
                true;
            case SQLException sql -> isAway(sql.getSQLState());
            default -> false;
        };
    }

    /** @param state null when the failure is the pool's own: no connection in time */
    private static boolean isAway(String state) {
        return state == null
                || state.equals(READ_ONLY)
                || AWAY.contains(state.substring(0, Math.min(2, state.length())));
    }
}
