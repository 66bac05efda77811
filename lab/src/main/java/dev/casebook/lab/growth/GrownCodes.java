package dev.casebook.lab.growth;

import dev.casebook.lab.CannotRunException;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/**
 * The codes of links that were grown, computed from their numbers: ten million of them need no memory. They are one character longer than those that the
 * service makes, so they never meet, and as scattered over the index as those.
 */
public final class GrownCodes {

    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final char FIRST = 'G';
    private static final int LENGTH = 7;
    private static final long SPACE = 3_521_614_606_208L;

    /** Has no divisor in common with 62, so different numbers below {@link #MOST} give different codes. */
    private static final long STEP = 86_028_121;

    /** Up to this number the multiplication does not overflow. */
    static final long MOST = 1_000_000_000;

    private GrownCodes() {}

    static String code(long number) {
        long rest = number * STEP % SPACE;
        var code = new char[1 + LENGTH];
        code[0] = FIRST;
        for (int place = LENGTH; place > 0; place--) {
            code[place] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(code);
    }

    /**
     * @param grown how many there are
     * @throws CannotRunException when there are fewer than wanted
     */
    public static List<String> first(int wanted, long grown) {
        if (grown < wanted) {
            throw new CannotRunException("%,d links are grown and %,d are needed: ./casebook grow --links %d"
                    .formatted(grown, wanted, wanted));
        }
        return new Codes(wanted);
    }

    private static final class Codes extends AbstractList<String> implements RandomAccess {

        private final int size;

        private Codes(int size) {
            this.size = size;
        }

        @Override
        public String get(int index) {
            return code(index);
        }

        @Override
        public int size() {
            return size;
        }
    }
}
