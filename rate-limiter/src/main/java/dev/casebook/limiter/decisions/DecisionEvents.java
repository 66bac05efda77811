package dev.casebook.limiter.decisions;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Tells of some decisions in Kafka. Who decides puts them into a queue, or drops them when it is full; another thread does the rest. So a Kafka that
 * is slow or away costs events, and no decision any time.
 */
@Singleton
public final class DecisionEvents {

    /** Made late: who decides is there before messaging is. */
    private final Provider<DecisionTopic> topic;

    private final DecisionMessage messages;
    private final DecisionSettings settings;
    private final Clock clock;
    private final double rate;
    private final BlockingQueue<Waiting> queue;
    private final Counter sent;
    private final Counter dropped;
    private final Counter lost;
    private volatile boolean stopped;
    private Thread worker;

    private record Waiting(Decided decided, Instant at) {}

    DecisionEvents(
            Provider<DecisionTopic> topic,
            DecisionMessage messages,
            DecisionSettings settings,
            Clock clock,
            MeterRegistry metrics) {
        this.topic = topic;
        this.messages = messages;
        this.settings = settings;
        this.clock = clock;
        this.rate = settings.samplingRate();
        this.queue = new ArrayBlockingQueue<>(settings.queue());
        this.sent = outcome(metrics, "sent");
        this.dropped = outcome(metrics, "dropped");
        this.lost = outcome(metrics, "lost");
    }

    private static Counter outcome(MeterRegistry metrics, String outcome) {
        return Counter.builder("limiter.decisions.events")
                .description("sampled decisions: dropped found no room to wait, lost ones were not taken by Kafka")
                .tag("outcome", outcome)
                .register(metrics);
    }

    void onStart(@Observes StartupEvent event) {
        worker = Thread.ofVirtual().name("decision-events").unstarted(this::run);
        if (rate > 0) {
            worker.start();
        }
    }

    void onStop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        if (worker.isAlive()) {
            worker.join(settings.stopWithin());
            worker.interrupt();
        }
    }

    /** Whether the next decision is one of the sample. Costs next to nothing. */
    public boolean samples() {
        return rate > 0 && ThreadLocalRandom.current().nextDouble() < rate;
    }

    /** Never blocks. */
    public void offer(Decided decided) {
        if (!queue.offer(new Waiting(decided, clock.instant()))) {
            dropped.increment();
        }
    }

    private void run() {
        try {
            while (!stopped) {
                send(waiting());
            }
        } catch (InterruptedException _) {
            // The process stops.
        }
    }

    private List<Waiting> waiting() throws InterruptedException {
        var batch = new ArrayList<Waiting>();
        var first = queue.poll(settings.stopWithin().toMillis() / 2, TimeUnit.MILLISECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, settings.batch() - 1);
        }
        return batch;
    }

    /** The client gives up what it does not deliver in time, so this ends. */
    private void send(List<Waiting> batch) {
        var sends = batch.stream().map(this::send).toList();
        sends.forEach(send -> send.handle((_, failure) -> {
                    (failure == null ? sent : lost).increment();
                    return null;
                })
                .join());
    }

    private CompletableFuture<Void> send(Waiting waiting) {
        return topic.get().send(messages.of(waiting.decided(), waiting.at()), waiting.at());
    }
}
