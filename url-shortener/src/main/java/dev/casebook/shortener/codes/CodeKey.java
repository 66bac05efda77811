package dev.casebook.shortener.codes;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The secret behind the order of codes. Its text form never shows it. */
final class CodeKey {

    /** Below 128 bits a key could be searched for. */
    private static final int MIN_BYTES = 16;

    private static final int FINGERPRINT_BYTES = 8;

    private final byte[] bytes;

    private CodeKey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** @throws IllegalArgumentException if the text is not hexadecimal, or shorter than 16 bytes; the message does not repeat the text */
    static CodeKey ofHex(String hex) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(hex.strip());
        } catch (IllegalArgumentException _) {
            // The parser's own message quotes the secret.
            throw new IllegalArgumentException("the code key is not hexadecimal");
        }
        if (bytes.length < MIN_BYTES) {
            throw new IllegalArgumentException(
                    "the code key has " + bytes.length + " bytes and needs at least " + MIN_BYTES);
        }
        return new CodeKey(bytes);
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** Tells keys apart without revealing them: kept in the database, so that a changed key is noticed. */
    String fingerprint() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update("casebook code key fingerprint:".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(bytes), 0, FINGERPRINT_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "CodeKey[" + fingerprint() + "]";
    }
}
