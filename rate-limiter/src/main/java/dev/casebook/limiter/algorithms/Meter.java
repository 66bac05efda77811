package dev.casebook.limiter.algorithms;

/** An algorithm with the numbers that it decides by, which need computing only once. */
public record Meter(Algorithm<?> algorithm, Terms terms) {

    public static Meter of(Algorithm<?> algorithm) {
        return new Meter(algorithm, Terms.of(algorithm));
    }
}
