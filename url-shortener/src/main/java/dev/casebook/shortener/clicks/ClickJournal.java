package dev.casebook.shortener.clicks;

import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.shortener.visitors.Traits;
import io.quarkus.logging.Log;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a click waits until Kafka has it: an append-only journal on the local disk that survives the death of this process at any instant. What was
 * appended lies in the page cache when {@link #append} returns; nothing is forced to the disk, so a machine that loses its power may lose the last
 * seconds. It is then another journal (see {@link MachineBoot}), so that no sequence is ever given to two clicks.
 *
 * <p>For platform threads: all share one lock with the event loops, and a virtual thread in its queue that finds no carrier holds up all behind it.
 */
public final class ClickJournal implements Closeable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ByteBuffer buffer = ByteBuffer.allocate(RecordFormat.MAX_RECORD_BYTES);
    private final JournalLimits limits;
    private final JournalFolder folder;
    private final StateFile stateFile;
    private final Deque<Segment> segments;
    private JournalState state;
    private Segment active;
    private long nextSegment;
    private long lastSequence;
    private long bytes;
    private long waiting;
    private long appended;
    private long shipped;
    private Instant refuseUntil = Instant.MIN;
    private boolean losing;
    private boolean closed;

    private ClickJournal(JournalFolder folder, JournalLimits limits, StateFile stateFile, JournalRecovery recovery)
            throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.stateFile = stateFile;
        this.state = recovery.state();
        this.segments = new ArrayDeque<>(recovery.segments());
        this.nextSegment = recovery.nextSegment();
        this.lastSequence = recovery.lastSequence();
        this.waiting = recovery.unread();
        this.bytes = segments.stream().mapToLong(Segment::size).sum();
        stateFile.write(state);
    }

    /**
     * Opens the journal in a folder, or makes a new one there.
     *
     * @param boot the run of the machine; after another one the journal goes on as a new one
     * @throws JournalInUseException if another process has it open
     */
    static ClickJournal open(Path path, JournalLimits limits, UUID boot) throws IOException {
        var folder = JournalFolder.hold(path);
        try {
            var stateFile = folder.state();
            return new ClickJournal(folder, limits, stateFile, JournalRecovery.of(folder, stateFile.read(), boot));
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /**
     * Notes a click, before its redirect is written. Takes microseconds, may be called on an event loop, and never throws: a click that cannot be
     * kept, because the journal or the disk is full or fails, is declared lost.
     *
     * @param rule which rule of the link chose the target, from 1; 0: none did
     * @return whether the click is kept
     */
    public boolean append(String code, Instant at, int rule, Traits traits) {
        var click = JournalledClick.message(code, at, rule, traits);
        lock.lock();
        try {
            boolean kept = keep(click, at);
            if (!kept) {
                lose();
            }
            arrived.signal();
            return kept;
        } finally {
            lock.unlock();
        }
    }

    private boolean keep(Click click, Instant at) {
        if (closed || !RecordFormat.fits(click) || at.isBefore(refuseUntil)) {
            return false;
        }
        RecordFormat.write(buffer, lastSequence + 1, click);
        if (bytes + buffer.limit() > limits.maxBytes()) {
            return false;
        }
        try {
            if (active == null || active.size() + buffer.limit() > limits.segmentBytes()) {
                startSegment();
            }
            active.append(buffer);
        } catch (IOException e) {
            refuseUntil = at.plus(limits.retryAfter());
            Log.errorf(e, "event=clicks.journal-not-written folder=%s", folder.path());
            return false;
        }
        bytes += buffer.limit();
        lastSequence++;
        appended++;
        waiting++;
        if (losing) {
            losing = false;
            Log.infof("event=clicks.kept-again lost=%d", state.lost());
        }
        return true;
    }

    private void startSegment() throws IOException {
        active = Segment.create(folder.segment(nextSegment++), state.journal(), lastSequence + 1);
        segments.addLast(active);
        bytes += active.size();
    }

    private void lose() {
        if (!losing) {
            losing = true;
            Log.warnf("event=clicks.lost bytes=%d max=%d waiting=%d", bytes, limits.maxBytes(), waiting);
        }
        change(state.withLoss());
    }

    private void change(JournalState changed) {
        state = changed;
        if (closed) {
            return;
        }
        try {
            stateFile.write(changed);
        } catch (IOException e) {
            Log.errorf(e, "event=clicks.journal-state-not-written lost=%d", changed.lost());
        }
    }

    /** Blocks until {@link #next} has something. */
    void awaitRun() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (segments.size() < 2
                    && (segments.isEmpty() || segments.getFirst().isRead())
                    && !state.owesReport()) {
                arrived.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The oldest clicks that Kafka has not acknowledged, the same ones until {@link #acknowledge}; or none of them, but a loss to report. For one
     * thread.
     */
    Optional<ClickRun> next(int max) throws IOException {
        while (true) {
            Segment oldest;
            boolean complete;
            JournalState seen;
            lock.lock();
            try {
                oldest = segments.peekFirst();
                complete = oldest != active;
                seen = state;
            } finally {
                lock.unlock();
            }
            if (oldest != null) {
                var run = oldest.read(max);
                if (!run.clicks().isEmpty()) {
                    return Optional.of(run.journal().equals(seen.journal()) ? run.declaring(seen.lost()) : run);
                }
                if (complete) {
                    drop(oldest);
                    continue;
                }
            }
            return seen.owesReport() ? Optional.of(ClickRun.reporting(seen)) : Optional.empty();
        }
    }

    /** Kafka has the run: it is not offered again, and segments that hold nothing else are deleted. */
    void acknowledge(ClickRun run) throws IOException {
        lock.lock();
        try {
            if (!run.clicks().isEmpty()) {
                segments.getFirst().advance(run);
                waiting -= run.clicks().size();
                shipped += run.clicks().size();
            }
            change(state.acknowledging(run));
        } finally {
            lock.unlock();
        }
    }

    private void drop(Segment segment) throws IOException {
        lock.lock();
        try {
            segments.removeFirst();
            bytes -= segment.size();
        } finally {
            lock.unlock();
        }
        segment.delete();
    }

    /** How the journal stands at one instant. */
    JournalLevel level() {
        lock.lock();
        try {
            return new JournalLevel(state.journal(), lastSequence, appended, shipped, waiting, state.lost(), bytes);
        } finally {
            lock.unlock();
        }
    }

    /** From now on clicks are declared lost; what waits stays for the next process. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            closed = true;
            for (var segment : segments) {
                segment.close();
            }
            stateFile.close();
            folder.close();
        } finally {
            lock.unlock();
        }
    }
}
