package dev.casebook.shortener.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.chassis.jdbc.DatabaseException;
import jakarta.transaction.RollbackException;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StoreFailureTest {

    @ParameterizedTest
    @MethodSource
    void silenceMeansAway(Throwable failure) {
        assertThat(StoreFailure.meansAway(failure)).isTrue();
        assertThat(StoreFailure.refusesWork(failure)).isTrue();
    }

    static Stream<Throwable> silenceMeansAway() {
        return Stream.of(
                sql("08006"),
                sql("57P01"),
                sql("53300"),
                sql("25006"),
                new DatabaseException(new SQLException("Sorry, acquisition timeout!")),
                new TimeoutException("too slow"),
                new IllegalStateException(new RollbackException("commit not confirmed")));
    }

    @ParameterizedTest
    @MethodSource
    void answersDoNot(Throwable failure) {
        assertThat(StoreFailure.meansAway(failure)).isFalse();
        assertThat(StoreFailure.refusesWork(failure)).isFalse();
    }

    static Stream<Throwable> answersDoNot() {
        return Stream.of(sql("23505"), sql("42P01"), new IllegalArgumentException("ours"));
    }

    /** They say that nobody was asked: counting them would keep the breaker open by itself. */
    @Test
    void workThatWasNotTriedSaysNothingAboutTheServer() {
        var failure = new CircuitBreakerOpenException("open");

        assertThat(StoreFailure.meansAway(failure)).isFalse();
        assertThat(StoreFailure.refusesWork(failure)).isTrue();
    }

    @Test
    void statementThatPostgresqlEndedWasAnswered() {
        assertThat(StoreFailure.wasCancelled(sql("57014"))).isTrue();
        assertThat(StoreFailure.wasCancelled(sql("57P01"))).isFalse();
    }

    private static Throwable sql(String state) {
        return new DatabaseException(new SQLException("state " + state, state));
    }
}
