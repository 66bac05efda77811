package dev.casebook.shortener.clicks;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Carries clicks from the journal to Kafka, in order, one record in flight. A record that Kafka has not acknowledged is sent again for as long as it
 * takes, by this process or the next, so it may arrive twice: its reader knows the sequences that it has counted.
 */
@Singleton
final class ClickShipper {

    private final ClickJournal journal;
    private final ClickTopic topic;
    private final ClickSettings.Shipping settings;
    private volatile Thread worker;

    ClickShipper(ClickJournal journal, ClickTopic topic, ClickSettings settings) {
        this.journal = journal;
        this.topic = topic;
        this.settings = settings.shipping();
    }

    void onStart(@Observes StartupEvent event) {
        // Not virtual: it shares the journal's lock with the event loops, and in that queue one that waits for a
        // carrier holds up all behind it.
        worker = Thread.ofPlatform().daemon().name("click-shipper").start(this::ship);
    }

    private void ship() {
        try {
            while (true) {
                journal.awaitRun();
                Thread.sleep(settings.linger());
                shipFullRuns();
            }
        } catch (InterruptedException e) {
            Log.debug("event=clicks.shipper-stopped");
        }
    }

    /** Goes on while runs are full: what came in meanwhile lingers like the rest. */
    private void shipFullRuns() throws InterruptedException {
        var backOff = new BackOff(settings.shortestPause(), settings.longestPause());
        boolean told = false;
        while (true) {
            try {
                var run = journal.next(settings.batchSize());
                if (run.isEmpty()) {
                    return;
                }
                topic.send(run.get()).get();
                journal.acknowledge(run.get());
                if (told) {
                    told = false;
                    Log.infof(
                            "event=clicks.shipped-again waiting=%d",
                            journal.level().waiting());
                }
                if (run.get().clicks().size() < settings.batchSize()) {
                    return;
                }
            } catch (ExecutionException | IOException e) {
                if (!told) {
                    told = true;
                    Log.warnf(
                            "event=clicks.not-shipped-yet waiting=%d cause=%s",
                            journal.level().waiting(), e.getMessage());
                }
                backOff.pause();
            }
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        long deadline = System.nanoTime() + settings.stopWithin().toNanos();
        worker.interrupt();
        try {
            worker.join(settings.stopWithin());
            shipUntil(deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IOException e) {
            Log.warnf(
                    "event=clicks.left-in-journal waiting=%d cause=%s",
                    journal.level().waiting(), e);
        }
    }

    private void shipUntil(long deadline)
            throws InterruptedException, ExecutionException, TimeoutException, IOException {
        for (var run = journal.next(settings.batchSize()); run.isPresent(); run = journal.next(settings.batchSize())) {
            topic.send(run.get()).get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            journal.acknowledge(run.get());
        }
    }
}
