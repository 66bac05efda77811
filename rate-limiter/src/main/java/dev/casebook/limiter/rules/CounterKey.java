package dev.casebook.limiter.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of counters. Clients choose values, of any length, and a counter is named in Redis and in the memories of an instance, which are bounded in
 * counters: so a long name is cut, and what it was is hashed.
 */
final class CounterKey {

    static final int LONGEST = 256;

    private static final int DIGITS = 64;

    private CounterKey() {}

    /** @param entries that end with a semicolon, so that nobody can name what a hash stands for */
    static String of(String entries) {
        if (entries.length() <= LONGEST) {
            return entries;
        }
        int cut = LONGEST - DIGITS;
        boolean splits = Character.isHighSurrogate(entries.charAt(cut - 1));
        return entries.substring(0, splits ? cut - 1 : cut) + sha256(entries);
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
