package dev.casebook.shortener.orphans;

import static dev.casebook.shortener.orphans.OrphanKind.BASE_URL;
import static dev.casebook.shortener.orphans.OrphanKind.REGULAR_404;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.TurnableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class OrphanVisitsTest {

    private final TurnableClock clock = new TurnableClock();
    private final OrphanVisits visits = new OrphanVisits(new SimpleMeterRegistry(), clock);

    @Test
    void whatIsUnwrittenIsTheWholeCountOfItsDay() {
        visits.count(BASE_URL, false);
        visits.written(visits.unwritten());
        assertThat(visits.unwritten()).isEmpty();

        visits.count(BASE_URL, true);

        assertThat(visits.unwritten()).containsExactly(new OrphanDay(today(), "base_url", 2, 1));
    }

    @Test
    void manyVisitsMakeOneNumber() {
        for (int i = 0; i < 100_000; i++) {
            visits.count(REGULAR_404, false);
        }

        assertThat(visits.unwritten()).containsExactly(new OrphanDay(today(), "regular_404", 100_000, 0));
    }

    @Test
    void daysThatCouldNotBeWrittenStay() {
        visits.count(BASE_URL, false);
        var first = today();
        clock.advance(Duration.ofDays(3));
        visits.count(BASE_URL, false);

        assertThat(visits.unwritten())
                .containsExactlyInAnyOrder(
                        new OrphanDay(first, "base_url", 1, 0), new OrphanDay(today(), "base_url", 1, 0));
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
