package dev.casebook.shortener.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class RangeTest {

    private static final ZoneId VIENNA = ZoneId.of("Europe/Vienna");

    @Test
    void rangeIsWidenedToWholeUnits() {
        var range = range("2026-06-01T12:34:56Z", "2026-06-02T12:34:56Z", "Asia/Kolkata", Unit.DAY);

        assertThat(range.starts())
                .containsExactly(Instant.parse("2026-05-31T18:30:00Z"), Instant.parse("2026-06-01T18:30:00Z"));
        assertThat(range.to().toInstant()).isEqualTo(Instant.parse("2026-06-02T18:30:00Z"));
        assertThat(range.isOfQuarters()).isTrue();
        assertThat(range.isOfUtcDays()).isFalse();
    }

    @Test
    void endOfAUnitAddsNoOther() {
        var range = range("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", "UTC", Unit.DAY);

        assertThat(range.starts()).containsExactly(Instant.parse("2026-06-01T00:00:00Z"));
        assertThat(range.isOfUtcDays()).isTrue();
    }

    @Test
    void dayOnWhichClocksChangeHasOneHourLessOrMore() {
        var spring = range("2026-03-29T10:00:00Z", "2026-03-29T11:00:00Z", "Europe/Vienna", Unit.DAY);
        var autumn = range("2026-10-25T10:00:00Z", "2026-10-25T11:00:00Z", "Europe/Vienna", Unit.DAY);

        assertThat(spring.length()).isEqualTo(Duration.ofHours(23));
        assertThat(autumn.length()).isEqualTo(Duration.ofHours(25));
        assertThat(hours(spring)).hasSize(23);
        assertThat(hours(autumn)).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void halfHourChangeOfLordHoweEndsToo() {
        var range = range("2026-04-04T00:00:00Z", "2026-04-06T00:00:00Z", "Australia/Lord_Howe", Unit.HOUR);

        assertThat(range.starts()).isSorted().doesNotHaveDuplicates().hasSizeBetween(48, 50);
        assertThat(range.isOfQuarters()).isTrue();
    }

    @Test
    void offsetOfMinutesIsNoneThatStatisticsKnow() {
        assertThat(range("2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z", "+01:07", Unit.DAY)
                        .isOfQuarters())
                .isFalse();
    }

    private static List<Instant> hours(Range day) {
        return Range.of(day.from().toInstant(), day.to().toInstant(), VIENNA, Unit.HOUR)
                .starts();
    }

    private static Range range(String from, String to, String zone, Unit unit) {
        return Range.of(Instant.parse(from), Instant.parse(to), ZoneId.of(zone), unit);
    }
}
