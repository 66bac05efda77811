package dev.casebook.limiter.decisions;

import dev.casebook.limiter.rules.Entry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for a value without telling it: HMAC-SHA-256 by a key of the day (UTC), cut to 128 bits. Without the secret nobody can try out which value
 * it is, and nobody can tell whether two days had the same.
 */
final class DailyHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final byte[] secret;

    DailyHash(byte[] secret) {
        this.secret = secret.clone();
    }

    byte[] of(Entry entry, Instant at) {
        var day = LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
        var key = mac(secret, day);
        // The length keeps apart what else would be the same text.
        var text = "%d:%s=%s".formatted(entry.key().length(), entry.key(), entry.value());
        return Arrays.copyOf(mac(key, text), BYTES);
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
        }
    }
}
