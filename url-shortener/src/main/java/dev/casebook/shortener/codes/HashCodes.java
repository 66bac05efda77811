package dev.casebook.shortener.codes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The target's hash, cut to the length of a code. Two links to one target always collide, others as often as random codes; and anybody can compute
 * a target's code, and so find out whether somebody has a link to it.
 */
record HashCodes() implements CodeScheme {

    @Override
    public String code(long id, String url, int attempt) {
        long hash = ByteBuffer.wrap(sha256(attempt + " " + url)).getLong();
        return CodeFormat.write(Math.floorMod(hash, CodeFormat.SIZE));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
