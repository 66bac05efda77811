package dev.casebook.limiter.top;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Counts refusals by key, of this instance, of the window that runs and the one before it. Forgets the rest, and is never longer than its counters. */
@Singleton
public final class TopLimited {

    /** Longer ones are told by their beginning. */
    private static final int LONGEST = 300;

    private final int counters;
    private final Duration window;
    private final Clock clock;
    private SpaceSaving<Limited> before;
    private SpaceSaving<Limited> running;
    private Instant since;
    private Instant begun;

    /**
     * What was refused.
     *
     * @param rule by which callers know the limit
     * @param key whose hits were counted
     */
    public record Limited(String domain, String rule, String key) {}

    /**
     * @param since of when the refusals are
     * @param refusals all of them
     * @param errorAtMost no count is too high by more, and whatever was refused more often is there
     */
    public record Top(Instant since, long refusals, long errorAtMost, List<Counted<Limited>> keys) {}

    TopLimited(TopSettings settings, Clock clock) {
        this.counters = settings.counters();
        this.window = settings.window();
        this.clock = clock;
        this.begun = clock.instant();
        this.since = begun;
        this.before = empty();
        this.running = empty();
    }

    /** Takes well under a microsecond, and waits for nothing but the same of another thread. */
    public void refused(String domain, String rule, String key) {
        if (counters > 0) {
            count(new Limited(domain, rule, shortened(key)));
        }
    }

    private synchronized void count(Limited limited) {
        turn();
        running.add(limited);
    }

    /** @param limit how many keys at most */
    public synchronized Top top(int limit) {
        turn();
        return new Top(
                since,
                before.total() + running.total(),
                before.uncounted() + running.uncounted(),
                SpaceSaving.top(before, running, limit));
    }

    private void turn() {
        var now = clock.instant();
        if (now.isBefore(begun.plus(window))) {
            return;
        }
        boolean follows = now.isBefore(begun.plus(window.multipliedBy(2)));
        since = follows ? begun : now;
        before = follows ? running : empty();
        running = empty();
        begun = follows ? begun.plus(window) : now;
    }

    private SpaceSaving<Limited> empty() {
        return new SpaceSaving<>(Math.max(1, counters));
    }

    private static String shortened(String key) {
        return key.length() <= LONGEST ? key : key.substring(0, LONGEST) + "…";
    }
}
