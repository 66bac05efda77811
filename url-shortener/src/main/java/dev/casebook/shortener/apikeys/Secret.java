package dev.casebook.shortener.apikeys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A key as its holder sends it: {@code <id>-<secret>}. It is found by its id, so that the comparison of the secret can take the same time whatever is sent.
 *
 * @param text all of it
 */
record Secret(String id, String text) {

    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;
    private static final Pattern FORM =
            Pattern.compile("([0-9a-f]{%d})-[0-9a-f]{%d}".formatted(2 * ID_BYTES, 2 * SECRET_BYTES));

    static Secret random(SecureRandom random) {
        var id = hex(random, ID_BYTES);
        return new Secret(id, id + "-" + hex(random, SECRET_BYTES));
    }

    /** @return empty for what cannot be a key */
    static Optional<Secret> parse(String text) {
        var matcher = FORM.matcher(text);
        return matcher.matches() ? Optional.of(new Secret(matcher.group(1), text)) : Optional.empty();
    }

    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    boolean hasHash(byte[] stored) {
        return MessageDigest.isEqual(stored, hash());
    }

    /** Without the secret, for whoever prints it. */
    @Override
    public String toString() {
        return "Secret[id=" + id + "]";
    }

    private static String hex(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
