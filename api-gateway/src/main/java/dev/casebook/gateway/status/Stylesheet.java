package dev.casebook.gateway.status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The style of a page, inside of it.
 *
 * @param source what the content security policy must allow for it
 */
record Stylesheet(String text, String source) {

    /** @param resource beside this class */
    static Stylesheet read(String resource) {
        try (var css = Stylesheet.class.getResourceAsStream(resource)) {
            byte[] bytes = css.readAllBytes();
            var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new Stylesheet(
                    new String(bytes, StandardCharsets.UTF_8),
                    "'sha256-%s'".formatted(Base64.getEncoder().encodeToString(digest)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
