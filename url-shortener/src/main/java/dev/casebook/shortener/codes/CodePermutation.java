package dev.casebook.shortener.codes;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A keyed bijection on {@code 0 … size - 1}: a balanced Feistel network over {@code 2 * halfBits} bits with HMAC-SHA-256 as its round function,
 * walked until the value falls below {@code size}. Different ids therefore give different values without a look at the store, and consecutive ids
 * give values whose order tells nothing to those without the key.
 */
final class CodePermutation {

    /** As many as NIST's FF1 uses: few rounds are weak on domains this small. */
    private static final int ROUNDS = 10;

    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final int halfBits;
    private final long halfMask;
    private final long size;

    /** @param size the greatest image plus one; at most {@code 2^(2 * halfBits)}, and the walk is short only when it is not far below */
    CodePermutation(CodeKey key, int halfBits, long size) {
        if (halfBits < 1 || halfBits > 31 || size < 1 || size > 1L << 2 * halfBits) {
            throw new IllegalArgumentException(
                    "size " + size + " does not fit into two halves of " + halfBits + " bits");
        }
        this.key = new SecretKeySpec(key.bytes(), ALGORITHM);
        this.halfBits = halfBits;
        this.halfMask = (1L << halfBits) - 1;
        this.size = size;
    }

    /** @throws IndexOutOfBoundsException unless {@code 0 <= id < size} */
    long apply(long id) {
        long value = Objects.checkIndex(id, size);
        var mac = mac();
        do {
            value = encrypt(mac, value);
        } while (value >= size);
        return value;
    }

    private long encrypt(Mac mac, long value) {
        long left = value >>> halfBits;
        long right = value & halfMask;
        for (int round = 0; round < ROUNDS; round++) {
            long swapped = left ^ (roundFunction(mac, round, right) & halfMask);
            left = right;
            right = swapped;
        }
        return left << halfBits | right;
    }

    private static long roundFunction(Mac mac, int round, long half) {
        mac.update((byte) round);
        return ByteBuffer.wrap(mac.doFinal(
                        ByteBuffer.allocate(Long.BYTES).putLong(half).array()))
                .getLong();
    }

    /** One for each call: a Mac is not thread-safe, and making one is cheap beside a database insert. */
    private Mac mac() {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
