package dev.casebook.shortener.codes;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * What is seen of a scheme from outside, in a run of codes as one after the other was given out.
 *
 * @param length of a code, in characters
 * @param collisions codes that an earlier one equals
 * @param hits of the guesses, those that meet a code; see {@link #GUESSES}
 * @param nanos for one code
 */
record CodeMeasure(int length, long collisions, int hits, double nanos) {

    /**
     * The attacker makes a few links in a row, takes the greatest common divisor of the differences of their codes for the step, and guesses that many
     * codes behind the last one, step by step.
     */
    static final int GUESSES = 10_000;

    private static final int SEEN = 50;
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** @param count of codes, some thousands at least */
    static CodeMeasure of(CodeScheme scheme, int count) {
        var numbers = new long[count];
        int length = 0;
        long spent = 0;
        for (int id = 0; id < count; id++) {
            var url = "https://example.com/page/" + id;
            long start = System.nanoTime();
            var code = scheme.code(id, url, 0);
            spent += System.nanoTime() - start;
            length = Math.max(length, code.length());
            numbers[id] = number(code);
        }
        return new CodeMeasure(length, collisions(numbers), hits(numbers), (double) spent / count);
    }

    private static long collisions(long[] numbers) {
        var sorted = numbers.clone();
        Arrays.sort(sorted);
        long collisions = 0;
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                collisions++;
            }
        }
        return collisions;
    }

    private static int hits(long[] numbers) {
        long step = 0;
        for (int i = 1; i < SEEN; i++) {
            step = gcd(step, Math.abs(numbers[i] - numbers[i - 1]));
        }
        var guesses = new HashSet<Long>();
        for (long i = 1; i <= GUESSES; i++) {
            guesses.add(numbers[SEEN - 1] + i * step);
        }
        Set<Long> met = new HashSet<>();
        for (int i = SEEN; i < numbers.length; i++) {
            if (guesses.contains(numbers[i])) {
                met.add(numbers[i]);
            }
        }
        return met.size();
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static long number(String code) {
        long number = 0;
        for (int i = 0; i < code.length(); i++) {
            number = number * DIGITS.length() + DIGITS.indexOf(code.charAt(i));
        }
        return number;
    }
}
