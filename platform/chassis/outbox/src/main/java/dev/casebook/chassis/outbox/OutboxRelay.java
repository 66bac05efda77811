package dev.casebook.chassis.outbox;

import dev.casebook.chassis.jdbc.Migrations;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Moves events to Kafka: reads the oldest, sends them, and deletes what was acknowledged, in one transaction whose lock lets one instance at a
 * time do so. A crash between sending and deleting sends again.
 */
@Singleton
final class OutboxRelay {

    /** What a round came to. */
    enum Round {
        /** Nothing to do, or another instance does it. */
        IDLE,
        /** A full batch went out: there may be more. */
        MORE,
        /** Kafka did not take everything. */
        STUCK
    }

    private final OutboxTable table;
    private final EventSender sender;
    private final OutboxMetrics metrics;
    private final Migrations migrations;
    private final OutboxSettings settings;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean stopped;
    private volatile Thread worker;

    OutboxRelay(
            OutboxTable table,
            EventSender sender,
            OutboxMetrics metrics,
            Migrations migrations,
            OutboxSettings settings) {
        this.table = table;
        this.sender = sender;
        this.metrics = metrics;
        this.migrations = migrations;
        this.settings = settings;
    }

    void onStart(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("outbox-relay").unstarted(this::run);
        migrations.done().thenRun(worker::start);
    }

    /** Lets a round end, so that what Kafka has is deleted and not sent again. */
    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        wake();
        if (worker.isAlive()) {
            worker.join(settings.longestPause());
        }
    }

    /** There is something to send. */
    void wake() {
        work.release();
    }

    private void run() {
        var pause = settings.poll();
        // One event is enough to find out whether Kafka takes any.
        int batch = 1;
        while (!stopped) {
            var round = attempt(batch);
            batch = round == Round.STUCK ? 1 : settings.batch();
            pause = switch (round) {
                case MORE -> Duration.ZERO;
                case IDLE -> settings.poll();
                case STUCK -> longer(pause);
            };
            rest(pause, round);
        }
    }

    private Round attempt(int batch) {
        try {
            return QuarkusTransaction.requiringNew()
                    .timeout((int) settings.transactionTimeout().toSeconds())
                    .call(() -> round(batch));
        } catch (RuntimeException e) {
            Log.warnf("event=outbox.round-failed reason=%s", e);
            return Round.STUCK;
        }
    }

    private Round round(int limit) {
        if (!table.lock()) {
            return Round.IDLE;
        }
        var events = table.oldest(limit);
        if (events.isEmpty()) {
            return Round.IDLE;
        }
        var batch = new Batch(events);
        batch.send(sender::send);
        table.delete(batch.acknowledged());
        metrics.sent(batch.acknowledged().size());
        if (!batch.isWhole()) {
            return Round.STUCK;
        }
        return events.size() >= limit ? Round.MORE : Round.IDLE;
    }

    private void rest(Duration pause, Round round) {
        if (round == Round.STUCK) {
            // New events do not make Kafka answer.
            work.drainPermits();
        }
        try {
            if (work.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private Duration longer(Duration pause) {
        var doubled = pause.isZero() ? settings.poll() : pause.multipliedBy(2);
        return doubled.compareTo(settings.longestPause()) < 0 ? doubled : settings.longestPause();
    }
}
