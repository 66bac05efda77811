package dev.casebook.limiter.store;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a reservation is known by: not to be guessed, and saying where it lies.
 *
 * @param domain of its counters
 * @param random hexadecimal
 */
public record ReservationId(String domain, String random) {

    private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9_-]{1,1024})\\.([0-9a-f]{32})");

    static ReservationId next(String domain) {
        return new ReservationId(domain, UUID.randomUUID().toString().replace("-", ""));
    }

    /** Empty when no reservation was ever called so. */
    public static Optional<ReservationId> parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var domain = Base64.getUrlDecoder().decode(matcher.group(1));
            return Optional.of(new ReservationId(new String(domain, StandardCharsets.UTF_8), matcher.group(2)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** With the hash tag of its counters. */
    String key() {
        return "limiter:{" + domain + "}:reservation:" + random;
    }

    /** Of characters that may stand in a path. */
    @Override
    public String toString() {
        var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(domain.getBytes(StandardCharsets.UTF_8));
        return encoded + "." + random;
    }
}
