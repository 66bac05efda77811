package dev.casebook.limiter.comparison;

import dev.casebook.limiter.algorithms.Algorithm;
import java.util.stream.LongStream;

/**
 * What became of a trace under one algorithm.
 *
 * @param passed when each admitted request proceeded, in microseconds since the trace began, its delay included
 * @param worstWindow the most that passed in any period
 * @param longestWait that an admitted request was told to wait, in microseconds
 */
record Replay(long[] passed, long worstWindow, long longestWait) {

    /** Some time in 2026, at the start of a second: windows begin with the trace. */
    private static final long START = 1_780_000_000_000_000L;

    static <S> Replay of(Algorithm<S> algorithm, Arrivals arrivals, long period) {
        var passed = LongStream.builder();
        var state = algorithm.fresh();
        long longestWait = 0;
        for (long arrival : arrivals.micros()) {
            var step = algorithm.decide(state, START + arrival, 1);
            state = step.state();
            if (step.decision().admitted()) {
                passed.add(arrival + step.decision().delay());
                longestWait = Math.max(longestWait, step.decision().delay());
            }
        }
        var instants = passed.build().toArray();
        return new Replay(instants, worstWindow(instants, period), longestWait);
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
}
