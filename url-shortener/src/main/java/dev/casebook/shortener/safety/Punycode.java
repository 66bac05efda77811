package dev.casebook.shortener.safety;

import java.util.Optional;

/**
 * What an encoded label says (RFC 3492). {@link java.net.IDN} decodes only what its rules of 2003 would encode the same way, and hands everything else
 * back as it is: a name with a sharp s, a final sigma or a joiner would be read as the plain letters of its code.
 */
final class Punycode {

    private static final int BASE = 36;
    private static final int LEAST = 1;
    private static final int MOST = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;
    private static final int FIRST_BIAS = 72;
    private static final int FIRST = 0x80;

    private final StringBuilder letters;
    private final String deltas;
    private int at;

    private Punycode(String code) {
        int dash = code.lastIndexOf('-');
        this.letters = new StringBuilder(dash < 0 ? "" : code.substring(0, dash));
        this.deltas = code.substring(dash + 1);
    }

    /**
     * @param code of a label, without the {@code xn--} before it
     * @return empty when it is none
     */
    static Optional<String> decode(String code) {
        try {
            return Optional.of(new Punycode(code).decoded());
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private String decoded() {
        int letter = FIRST;
        int bias = FIRST_BIAS;
        int place = 0;
        while (at < deltas.length()) {
            int before = place;
            place = Math.addExact(place, delta(bias));
            int length = letters.codePointCount(0, letters.length()) + 1;
            bias = adapted(place - before, length, before == 0);
            letter = Math.addExact(letter, place / length);
            place %= length;
            letters.insert(letters.offsetByCodePoints(0, place), Character.toString(letter));
            place++;
        }
        return letters.toString();
    }

    private int delta(int bias) {
        int delta = 0;
        int weight = 1;
        for (int k = BASE; ; k += BASE) {
            int digit = digit();
            delta = Math.addExact(delta, Math.multiplyExact(digit, weight));
            int threshold = Math.clamp(k - bias, LEAST, MOST);
            if (digit < threshold) {
                return delta;
            }
            weight = Math.multiplyExact(weight, BASE - threshold);
        }
    }

    private int digit() {
        char c = at < deltas.length() ? deltas.charAt(at++) : '-';
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 26;
        }
        throw new IllegalArgumentException("no digit: " + c);
    }

    private static int adapted(int delta, int length, boolean first) {
        int left = first ? delta / DAMP : delta / 2;
        left += left / length;
        int k = 0;
        while (left > (BASE - LEAST) * MOST / 2) {
            left /= BASE - LEAST;
            k += BASE;
        }
        return k + (BASE - LEAST + 1) * left / (left + SKEW);
    }
}
