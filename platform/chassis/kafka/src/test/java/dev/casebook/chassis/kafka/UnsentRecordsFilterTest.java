package dev.casebook.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.errors.TimeoutException;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class UnsentRecordsFilterTest {

    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

    private final UnsentRecordsFilter filter = new UnsentRecordsFilter(() -> Duration.ofSeconds(60));

    @Test
    void firstOfAnOutageIsOneLineWithItsReason() {
        var record = notWritten("outbox", 0);

        assertThat(filter.isLoggable(record)).isTrue();
        assertThat(record.getThrown()).isNull();
        assertThat(record.getFormattedMessage())
                .startsWith("SRMSG18206: Unable to write to Kafka from channel outbox (topic: things)")
                .contains("TimeoutException: 5 % late");
    }

    @Test
    void furtherOnesOfTheSameOutageAreNotSaidHoweverLongItLasts() {
        assertThat(filter.isLoggable(notWritten("outbox", 0))).isTrue();
        assertThat(filter.isLoggable(notWritten("outbox", 40))).isFalse();
        assertThat(filter.isLoggable(notWritten("outbox", 80))).isFalse();
        assertThat(filter.isLoggable(notWritten("outbox", 120))).isFalse();
    }

    @Test
    void anotherOutageIsNews() {
        assertThat(filter.isLoggable(notWritten("outbox", 0))).isTrue();
        assertThat(filter.isLoggable(notWritten("outbox", 60))).isTrue();
    }

    @Test
    void anotherChannelIsNews() {
        assertThat(filter.isLoggable(notWritten("outbox", 0))).isTrue();
        assertThat(filter.isLoggable(notWritten("clicks-out", 1))).isTrue();
    }

    @Test
    void recordThatWasGivenUpIsLeftToItsSender() {
        assertThat(filter.isLoggable(
                        record("SRMSG18212: Message %s from channel '%s' was not sent", 0, "payload", "outbox")))
                .isFalse();
    }

    @Test
    void everythingElseStaysAsItIs() {
        var other = record("SRMSG18217: Unable to read a record from Kafka topics '%s'", 0, "things");
        var elsewhere = notWritten("outbox", 0);
        elsewhere.setLoggerName("some.service");

        assertThat(filter.isLoggable(other)).isTrue();
        assertThat(other.getThrown()).isNotNull();
        assertThat(filter.isLoggable(elsewhere)).isTrue();
        assertThat(elsewhere.getThrown()).isNotNull();
    }

    private static ExtLogRecord notWritten(String channel, int second) {
        return record("SRMSG18206: Unable to write to Kafka from channel %s (topic: %s)", second, channel, "things");
    }

    private static ExtLogRecord record(String message, int second, Object... parameters) {
        var record = new ExtLogRecord(Level.ERROR, message, FormatStyle.PRINTF, "some.Class");
        record.setLoggerName("io.smallrye.reactive.messaging.kafka");
        record.setParameters(parameters);
        record.setThrown(new TimeoutException("5 % late"));
        record.setInstant(START.plusSeconds(second));
        return record;
    }
}
