package dev.casebook.chassis.outbox;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;

/** The events that the relay logs, from the making of this on. */
final class RelayLog extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger(OutboxRelay.class.getName());
    private final List<String> events = new CopyOnWriteArrayList<>();

    RelayLog() {
        logger.addHandler(this);
    }

    List<String> events() {
        return List.copyOf(events);
    }

    void awaitEvent(String event) {
        await(event).atMost(60, SECONDS).until(() -> events.contains(event));
    }

    @Override
    public void publish(LogRecord record) {
        var message = ((ExtLogRecord) record).getFormattedMessage();
        events.add(message.split(" ")[0].substring("event=".length()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
