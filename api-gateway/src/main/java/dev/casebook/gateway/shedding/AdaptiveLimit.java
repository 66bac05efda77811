package dev.casebook.gateway.shedding;

import dev.casebook.gateway.routes.Criticality;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests may wait for one service. The signal is CoDel's (RFC 8289): a queue that stands, which is there when not one answer of an
 * interval came in good time, nor of those after it; a burst, a pause, or a slow answer among quick ones, is none. The move is that of a gradient limit (Netflix's
 * concurrency-limits, Envoy's adaptive concurrency): down to what would have been answered in time (Little's law), by half at most; else up by its
 * square root. Only requests that began since the last move have a say, so that the limit does not go down again for the queue that it went down
 * for. Many threads may call; they meet no lock but where the limit moves. Times are by {@link System#nanoTime}.
 */
public final class AdaptiveLimit {

    /** Fewer answers prove nothing. */
    private static final int LEAST_ANSWERS = 10;

    private static final double DEEPEST_CUT = 0.5;

    /** What an answer counts as that took just as long as it may. */
    private static final long IN_TIME = 1000;

    private static final long NONE = Long.MAX_VALUE;

    /** Where it has grown so far for want of a queue that it is one no more. */
    private static final int MOST = 10_000;

    /** It grows for intervals in which too few answers came, too, but no further at once. */
    private static final int MOST_STEPS = 100;

    /** As a limit: there is none. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final SheddingSettings settings;
    private final Map<String, QuietTime> quietTimes = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicLong quickest = new AtomicLong(NONE);
    private volatile boolean refused;
    private volatile long movedAt;
    private volatile int limit = UNLIMITED;
    private long queuedSince = NONE;
    private long periodFrom;

    /** It begins without a limit. */
    public AdaptiveLimit(SheddingSettings settings, long now) {
        this.settings = settings;
        this.movedAt = now;
        this.periodFrom = now;
    }

    /** @return whether there is room for one more of this kind */
    public boolean hasRoom(Criticality criticality) {
        if (!settings.enabled() || waiting.get() < criticality.most(limit)) {
            return true;
        }
        refused = true;
        return false;
    }

    /** A request waits for the service now. */
    public void began() {
        int now = waiting.incrementAndGet();
        if (now > peak.get()) {
            peak.set(now);
        }
    }

    /**
     * It waits no longer, since the service has begun to answer.
     *
     * @param route whose requests take about the same time
     * @param since when the request was all there
     */
    public void answered(String route, long since, long now) {
        waiting.decrementAndGet();
        var quiet = quietTimes.computeIfAbsent(route, _ -> new QuietTime(settings.queue()));
        quiet.observe(now - since);
        long pressure = (now - since) * IN_TIME / quiet.allowed();
        if (since - movedAt >= 0) {
            if (pressure < quickest.get()) {
                quickest.accumulateAndGet(pressure, Math::min);
            }
            counted(now);
        }
    }

    /**
     * As {@link #answered}, but it failed, or its client left. That was quick for many reasons, which say nothing; but not if it took longer than it
     * may.
     */
    public void failed(String route, long since, long now) {
        waiting.decrementAndGet();
        var quiet = quietTimes.get(route);
        if (quiet != null && since - movedAt >= 0 && now - since > quiet.allowed()) {
            counted(now);
        }
    }

    private void counted(long now) {
        if (answers.incrementAndGet() >= LEAST_ANSWERS
                && now - movedAt >= settings.interval().toNanos()) {
            move(now);
        }
    }

    private synchronized void move(long now) {
        if (answers.get() < LEAST_ANSWERS) {
            return;
        }
        long pressure = quickest.getAndSet(NONE);
        boolean queue = pressure > IN_TIME;
        if (!queue) {
            grow((now - movedAt) / settings.interval().toNanos());
            queuedSince = NONE;
        } else if (queuedSince == NONE) {
            queuedSince = movedAt;
        } else if (limit != UNLIMITED || now - queuedSince >= settings.stands().toNanos()) {
            double cut = Math.max(DEEPEST_CUT, (double) IN_TIME / pressure);
            limit = Math.max(settings.least(), (int) (Math.min(limit, peak.get()) * cut));
        }
        if (now - periodFrom >= settings.memory().toNanos() / 2 && (!queue && !refused || limit == settings.least())) {
            // Not in a queue, which would be taken for the usual; but with so few requests there is none of our making.
            quietTimes.values().forEach(QuietTime::nextPeriod);
            periodFrom = now;
        }
        refused = false;
        peak.set(waiting.get());
        movedAt = now;
        answers.set(0);
    }

    private void grow(long intervals) {
        for (int i = 0; i < Math.clamp(intervals, 1, MOST_STEPS) && limit != UNLIMITED; i++) {
            limit = limit > MOST ? UNLIMITED : limit + Math.max(1, (int) Math.sqrt(limit));
        }
    }

    /** How many requests of all kinds may wait; {@link #UNLIMITED} while the service has no queue. */
    public int limit() {
        return limit;
    }
}
