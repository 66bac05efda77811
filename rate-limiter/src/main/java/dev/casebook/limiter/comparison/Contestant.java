package dev.casebook.limiter.comparison;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.LeakyBucket;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import java.util.List;

/**
 * An algorithm, and what theory says of it.
 *
 * @param bound the most single hits that can pass in any period, wherever it starts
 */
public record Contestant(String name, Algorithm<?> algorithm, long bound) {

    /** What they are compared under: 100 hits a second. */
    public static final Rate LIMIT = new Rate(100, 1_000_000);

    /** The six under one limit; those that have a burst get the whole count for it. */
    public static List<Contestant> all(Rate rate) {
        long count = rate.count();
        return List.of(
                new Contestant("fixed window", new FixedWindow(rate), 2 * count),
                new Contestant("sliding window log", new SlidingWindowLog(rate), count),
                new Contestant("sliding window counter", new SlidingWindowCounter(rate), 2 * count - 1),
                new Contestant("token bucket", new TokenBucket(rate, count), 2 * count),
                new Contestant("leaky bucket", new LeakyBucket(rate, count), count + 1),
                new Contestant("GCRA", new Gcra(rate, count), 2 * count));
    }
}
