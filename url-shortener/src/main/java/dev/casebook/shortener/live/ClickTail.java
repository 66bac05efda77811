package dev.casebook.shortener.live;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.contracts.shortener.v1.ClickBatch;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads clicks from the end of their topic, from all partitions and so of all instances, while somebody looks at a live stream; else it costs nothing. It
 * counts nothing and holds up nobody: the counting has a place of its own in the topic.
 */
@ApplicationScoped
class ClickTail {

    private final Readers readers = new Readers();
    private final TailConsumers consumers;
    private final LiveSettings settings;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean running;
    private Instant wanted = Instant.EPOCH;

    ClickTail(TailConsumers consumers, LiveSettings settings, Clock clock) {
        this.consumers = consumers;
        this.settings = settings;
        this.clock = clock;
    }

    synchronized void add(String code, LiveStream stream) {
        readers.add(code, stream);
        if (!running && stopped.getCount() > 0) {
            running = true;
            Thread.ofPlatform().daemon().name("click-tail").start(this::readWhileWanted);
        }
    }

    void remove(String code, LiveStream stream) {
        readers.remove(code, stream);
    }

    void onStop(@Observes ShutdownEvent event) {
        stopped.countDown();
    }

    /** What is made from now on is told, also when Kafka is only found later. */
    private void readWhileWanted() {
        var since = clock.instant();
        boolean away = false;
        while (isWanted()) {
            try {
                read(since);
            } catch (RuntimeException e) {
                if (!away) {
                    Log.warnf("event=live.clicks-not-read cause=%s", e);
                }
                away = true;
                since = clock.instant();
                pause();
            }
        }
    }

    private void read(Instant since) {
        try (var consumer = consumers.from(since)) {
            while (isWanted()) {
                consumer.poll(settings.every()).forEach(record -> tell(record.value()));
            }
        }
    }

    /** The counting sees to what cannot be read. */
    private void tell(byte[] batch) {
        try {
            readers.tell(ClickBatch.parseFrom(batch));
        } catch (InvalidProtocolBufferException e) {
            Log.debugf("live clicks unreadable reason=%s", e.getMessage());
        }
    }

    /** False: nobody has looked for a while, and whoever comes next starts another thread. */
    private synchronized boolean isWanted() {
        var now = clock.instant();
        if (!readers.isEmpty()) {
            wanted = now;
        }
        running = stopped.getCount() > 0 && now.isBefore(wanted.plus(settings.linger()));
        return running;
    }

    private void pause() {
        try {
            stopped.await(settings.pause().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
