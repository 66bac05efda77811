package dev.casebook.chassis.outbox;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import dev.casebook.chassis.jdbc.Migrations;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Moves events to Kafka: reads the oldest, sends them, and deletes what was acknowledged, in one transaction whose lock lets one instance at a
 * time do so. A crash between sending and deleting sends again.
 */
@Singleton
final class OutboxRelay {

    /** What a round came to. */
    enum Round {
        /** Nothing to do. */
        IDLE,
        /** Another instance does it. */
        ELSEWHERE,
        /** A full batch went out: there may be more. */
        MORE,
        /** Kafka, or PostgreSQL, is away. */
        STUCK
    }

    private final OutboxTable table;
    private final EventSender sender;
    private final ParkedTopics parked;
    private final OutboxMetrics metrics;
    private final Migrations migrations;
    private final OutboxSettings settings;
    private final Semaphore work = new Semaphore(0);
    /** Of the worker alone. */
    private boolean stuck;

    private volatile boolean stopped;
    private volatile Thread worker;

    OutboxRelay(
            OutboxTable table,
            EventSender sender,
            ParkedTopics parked,
            OutboxMetrics metrics,
            Migrations migrations,
            OutboxSettings settings) {
        this.table = table;
        this.sender = sender;
        this.parked = parked;
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
            worker.join(settings.stopWithin());
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
            tellEnd(round);
            batch = stuck ? 1 : settings.batch();
            pause = switch (round) {
                case MORE -> Duration.ZERO;
                case IDLE, ELSEWHERE -> settings.poll();
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
            tellOnce(e);
            return Round.STUCK;
        }
    }

    private Round round(int limit) {
        if (!table.lock()) {
            return Round.ELSEWHERE;
        }
        var closed = parked.topics();
        var waiting = table.oldest(limit, closed);
        if (waiting.size() < limit) {
            parked.retain(Stream.concat(closed.stream(), waiting.stream().map(PendingEvent::topic)));
        }
        var failures = new HashMap<>(absent(waiting));
        var batch = new Batch(waiting.stream()
                .filter(event -> !failures.containsKey(event.topic()))
                .toList());
        batch.send(sender::send);
        table.delete(batch.acknowledged());
        metrics.sent(batch.acknowledged().size());
        failures.putAll(batch.failures());
        waiting.stream()
                .map(PendingEvent::topic)
                .filter(topic -> !failures.containsKey(topic))
                .forEach(parked::release);
        if (isStuck(failures)) {
            return Round.STUCK;
        }
        return waiting.size() >= limit ? Round.MORE : Round.IDLE;
    }

    /** Topics that Kafka does not show, and why. */
    private Map<String, Throwable> absent(List<PendingEvent> events) {
        var looks = events.stream().map(PendingEvent::topic).distinct().collect(toMap(identity(), sender::find));
        var absent = new HashMap<String, Throwable>();
        looks.forEach((topic, look) -> {
            try {
                look.join();
            } catch (CompletionException e) {
                absent.put(topic, e.getCause());
            }
        });
        return absent;
    }

    /** What concerns one topic parks it; anything else stops the relay for a while. */
    private boolean isStuck(Map<String, Throwable> failures) {
        failures.forEach((topic, failure) -> {
            if (TopicRefusal.isRefusal(failure)) {
                parked.park(topic, failure);
            }
        });
        var others = failures.values().stream()
                .filter(failure -> !TopicRefusal.isRefusal(failure))
                .findFirst();
        others.ifPresent(this::tellOnce);
        return others.isPresent();
    }

    private void tellOnce(Throwable failure) {
        if (!stuck) {
            stuck = true;
            Log.warnf("event=outbox.stuck reason=%s", failure);
        }
    }

    /** Only a round of our own shows that Kafka takes events again. */
    private void tellEnd(Round round) {
        if (stuck && (round == Round.IDLE || round == Round.MORE)) {
            stuck = false;
            Log.info("event=outbox.flowing");
        }
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
