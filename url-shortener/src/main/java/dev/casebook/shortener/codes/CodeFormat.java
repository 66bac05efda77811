package dev.casebook.shortener.codes;

/** How a number is written as a code: seven base62 digits, most significant first. */
final class CodeFormat {

    static final int LENGTH = 7;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /** 62^7 = 3,521,614,606,208: at 100 million links a month enough for 2,900 years. */
    static final long SIZE = Math.powExact((long) DIGITS.length(), LENGTH);

    /** Two halves of 21 bits: 2^42 is the least even power of two above {@link #SIZE}, so a walk takes 1.25 steps on average. */
    static final int HALF_BITS = 21;

    private CodeFormat() {}

    /** @param number from 0 to {@code SIZE - 1} */
    static String write(long number) {
        return write(number, LENGTH);
    }

    /** @param number from 0, not too great for that many digits */
    static String write(long number, int length) {
        var code = new char[length];
        long rest = number;
        for (int i = length - 1; i >= 0; i--) {
            code[i] = DIGITS.charAt((int) (rest % DIGITS.length()));
            rest /= DIGITS.length();
        }
        if (number < 0 || rest > 0) {
            throw new IllegalArgumentException(number + " has no code of " + length + " digits");
        }
        return new String(code);
    }
}
