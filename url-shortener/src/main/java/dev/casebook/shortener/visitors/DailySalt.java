package dev.casebook.shortener.visitors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes a number out of a visitor that tells him from others on one day (UTC) and means nothing on the next. The salt of a day is derived from a
 * secret that all instances share, and not drawn and stored: a redirect must not wait for the store at midnight.
 */
final class DailySalt {

    private static final String ALGORITHM = "HmacSHA256";
    /** An IPv6 host changes the rest of its address by itself. */
    private static final int NETWORK_BYTES = 8;

    private final byte[] secret;
    private final ThreadLocal<Day> days = new ThreadLocal<>();

    /** @param secret shared by all instances */
    DailySalt(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /** @return never 0, which stands for a visitor who is not known */
    long visitor(Instant at, byte[] address, String userAgent) {
        var mac = macOf(at);
        mac.update(address, 0, Math.min(address.length, NETWORK_BYTES));
        mac.update((byte) 0);
        long visitor = ByteBuffer.wrap(mac.doFinal(userAgent.getBytes(StandardCharsets.UTF_8)))
                .getLong();
        return visitor == 0 ? 1 : visitor;
    }

    private Mac macOf(Instant at) {
        long number = Math.floorDiv(at.getEpochSecond(), 86_400);
        var day = days.get();
        if (day == null || day.number != number) {
            day = new Day(number, mac(mac(secret).doFinal(label(number))));
            days.set(day);
        }
        return day.mac;
    }

    /** Names its purpose: the same secret may serve others. */
    private static byte[] label(long day) {
        return ("casebook visitors " + LocalDate.ofEpochDay(day)).getBytes(StandardCharsets.US_ASCII);
    }

    private static Mac mac(byte[] key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /** @param mac keyed with the salt of the day; for one thread */
    private record Day(long number, Mac mac) {}
}
