package dev.casebook.limiter.comparison;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.LeakyBucket;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What became of a trace under one algorithm.
 *
 * @param passed when each admitted request proceeded, in microseconds since the trace began, its delay included
 * @param worstWindow the most that passed in any period
 * @param longestWait that an admitted request was told to wait, in microseconds
 * @param stateCharacters the longest state, as the Redis script writes it; the key's name and Redis's own cost per key come on top, alike for all
 */
record Replay(long[] passed, long worstWindow, long longestWait, int stateCharacters) {

    /** Some time in 2026, at the start of a second: instants have as many digits as in real life. */
    private static final long START = 1_780_000_000_000_000L;

    static <S> Replay of(Algorithm<S> algorithm, Arrivals arrivals, long period) {
        var passed = LongStream.builder();
        var state = algorithm.fresh();
        long longestWait = 0;
        int stateCharacters = 0;
        for (long arrival : arrivals.micros()) {
            var step = algorithm.decide(state, START + arrival, 1);
            state = step.state();
            stateCharacters = Math.max(stateCharacters, text(state).length());
            if (step.decision().admitted()) {
                passed.add(arrival + step.decision().delay());
                longestWait = Math.max(longestWait, step.decision().delay());
            }
        }
        var instants = passed.build().toArray();
        return new Replay(instants, worstWindow(instants, period), longestWait, stateCharacters);
    }

    /** TIME and GET for each decision and SET for each that was admitted, if every request asks for itself; all of them in one script call. */
    double redisCommands(Arrivals arrivals) {
        return 2 + (double) passed.length / arrivals.count();
    }

    /** How many passed in each of the time's equal parts. */
    int[] histogram(long end, int parts) {
        var counts = new int[parts];
        for (long at : passed) {
            counts[(int) Math.min(parts - 1L, at * parts / end)]++;
        }
        return counts;
    }

    private static long worstWindow(long[] instants, long period) {
        int worst = 0;
        int first = 0;
        for (int last = 0; last < instants.length; last++) {
            while (instants[last] - instants[first] >= period) {
                first++;
            }
            worst = Math.max(worst, last - first + 1);
        }
        return worst;
    }

    private static String text(Object state) {
        return numbers(state).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    private static LongStream numbers(Object state) {
        return switch (state) {
            case FixedWindow.Window(long start, long hits) -> LongStream.of(start, hits);
            case SlidingWindowLog.Log log ->
                log.entries().stream().flatMapToLong(entry -> LongStream.of(entry.at(), entry.hits()));
            case SlidingWindowCounter.Windows(long start, long previous, long current) ->
                LongStream.of(start, previous, current);
            case TokenBucket.Bucket(long tick, long missing) -> LongStream.of(tick, missing);
            case LeakyBucket.Queue(long tick, long part) -> LongStream.of(tick, part);
            case Gcra.Arrival(long tick, long part) -> LongStream.of(tick, part);
            default -> throw new IllegalArgumentException("no state of the six: " + state);
        };
    }
}
