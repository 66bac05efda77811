package dev.casebook.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.load.Outcome;
import dev.casebook.lab.load.Turns;
import dev.casebook.lab.report.Result.Lag;
import dev.casebook.lab.report.Result.Ledger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    private static Outcome outcome(long onTime, Map<String, Long> errors, long warmupErrors) {
        return new Outcome(
                Turns.REAL_TIME,
                10_000,
                onTime,
                10_000,
                new TreeMap<>(errors),
                new Histogram(3),
                new Histogram(3),
                warmupErrors,
                0,
                0,
                new Histogram(3));
    }

    @ParameterizedTest
    @CsvSource({"10000, true", "9990, true", "9989, false", "0, false"})
    void rateIsHeldWhenAtMostOneInAThousandIsLate(long onTime, boolean held) {
        var failures = Verdict.failures(outcome(onTime, Map.of(), 0));

        assertThat(failures.isEmpty()).isEqualTo(held);
    }

    @Test
    void lateRequestsAreSaid() {
        assertThat(Verdict.failures(outcome(9_871, Map.of(), 0)))
                .containsExactly("The rate was not held: 98.710 % of the requests were sent within 1 ms of their"
                        + " schedule, and 99.9 % are needed.");
    }

    @Test
    void errorsAreSaidByKind() {
        assertThat(Verdict.failures(outcome(10_000, Map.of("timeout", 2L, "status 503", 40L), 0)))
                .containsExactly("42 of 10,000 requests went wrong: 40 × status 503, 2 × timeout.");
    }

    @Test
    void errorsOfTheWarmupFailTheRunToo() {
        assertThat(Verdict.failures(outcome(10_000, Map.of(), 3)))
                .containsExactly("3 requests of the warm-up went wrong.");
    }

    @ParameterizedTest
    @CsvSource({"99, false", "100, true", "105, true", "106, false"})
    void countIsExactBetweenRightAnswersAndRequests(long counted, boolean exact) {
        var ledger = new Ledger(105, 100, counted, 1, Optional.empty());

        var failures = Verdict.failures(ledger);

        assertThat(failures.isEmpty()).isEqualTo(exact);
    }

    @ParameterizedTest
    @CsvSource({"2000, true", "2001, false"})
    void clickIsInTheStatisticsWithinTwoSeconds(double slowest, boolean kept) {
        var ledger = new Ledger(100, 100, 100, 1, Optional.of(new Lag(60, 100, slowest)));

        assertThat(Verdict.failures(ledger).isEmpty()).isEqualTo(kept);
    }
}
