package dev.casebook.chassis.kafka;

import io.quarkus.logging.LoggingFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.ExtLogRecord.FormatStyle;

/**
 * One line a channel, without a stack trace, for records that Kafka does not take, and another one only after a quiet time. Messaging says it as an
 * error, with the trace, for each record and each attempt: an outage would fill the disk. {@code quarkus.log.filter} does not reach errors.
 */
@LoggingFilter(name = UnsentRecordsFilter.NAME)
public final class UnsentRecordsFilter implements Filter {

    /** For {@code quarkus.log.console.filter}. */
    static final String NAME = "unsent-records";

    private static final String LOGGER = "io.smallrye.reactive.messaging.kafka";
    /** An attempt failed; the first parameter is the channel. */
    private static final String NOT_WRITTEN = "SRMSG18206";
    /** After the last attempt, with the whole record. Who sent it gets the failure. */
    private static final String GIVEN_UP = "SRMSG18212";

    private final Duration quiet;
    private final Map<Object, Instant> lastAttempts = new ConcurrentHashMap<>();

    UnsentRecordsFilter(KafkaLogSettings settings) {
        quiet = settings.quiet();
    }

    @Override
    public boolean isLoggable(LogRecord record) {
        if (!LOGGER.equals(record.getLoggerName()) || record.getMessage() == null) {
            return true;
        }
        if (record.getMessage().startsWith(GIVEN_UP)) {
            return false;
        }
        return !record.getMessage().startsWith(NOT_WRITTEN) || isNews((ExtLogRecord) record);
    }

    private boolean isNews(ExtLogRecord record) {
        var channel = record.getParameters()[0];
        var before = lastAttempts.put(channel, record.getInstant());
        if (before != null && before.plus(quiet).isAfter(record.getInstant())) {
            return false;
        }
        record.setMessage(
                "%s: %s; not said again for %s until it has been quiet for %s"
                        .formatted(record.getFormattedMessage(), record.getThrown(), channel, quiet),
                FormatStyle.NO_FORMAT);
        record.setThrown(null);
        return true;
    }
}
