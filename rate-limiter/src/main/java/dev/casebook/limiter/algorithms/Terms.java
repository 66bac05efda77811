package dev.casebook.limiter.algorithms;

/**
 * The numbers that an algorithm decides by, for a script that has to decide the same.
 *
 * @param period in ticks
 * @param tick in microseconds
 */
public record Terms(String algorithm, long count, long period, long capacity, long tick) {

    public static Terms of(Algorithm<?> algorithm) {
        return switch (algorithm) {
            case FixedWindow(var rate) -> exact("fixed-window", rate);
            case CountingWindow(var rate) -> exact("counting-window", rate);
            case SlidingWindowLog(var rate) -> exact("sliding-window-log", rate);
            case SlidingWindowCounter(var rate) -> of("sliding-window-counter", rate, rate.count());
            case TokenBucket(var rate, var capacity) -> of("token-bucket", rate, capacity);
            case LeakyBucket(var rate, var capacity) -> of("leaky-bucket", rate, capacity);
            case Gcra(var rate, var capacity) -> of("gcra", rate, capacity);
        };
    }

    /** Whether what is refused counts, too. */
    public boolean countsRefused() {
        return algorithm.equals("counting-window");
    }

    /** Whether a state says when hits came, whatever the count is, and not in parts of it. */
    public boolean remembersHits() {
        return switch (algorithm) {
            case "fixed-window", "counting-window", "sliding-window-log", "sliding-window-counter" -> true;
            default -> false;
        };
    }

    private static Terms exact(String algorithm, Rate rate) {
        return new Terms(algorithm, rate.count(), rate.period(), rate.count(), 1);
    }

    private static Terms of(String algorithm, Rate rate, long capacity) {
        var ticks = Ticks.of(rate.period(), Math.max(rate.count(), capacity));
        return new Terms(algorithm, rate.count(), ticks.in(rate.period()), capacity, ticks.length());
    }
}
