package dev.casebook.shortener.redirects;

import io.quarkus.qute.Location;
import io.quarkus.qute.Template;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A preview for people: one page without script, whose only style is the one that it carries. */
@ApplicationScoped
class PreviewPage {

    private static final String STYLE = "/preview/preview.css";

    private final Template template;
    private final String style;
    private final String policy;

    PreviewPage(@Location("preview.html") Template template) {
        this.template = template;
        this.style = text(STYLE);
        this.policy =
                "default-src 'none'; style-src 'sha256-%s'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                        .formatted(sha256(style));
    }

    /** The value of Content-Security-Policy. */
    String policy() {
        return policy;
    }

    String render(Preview preview) {
        return template.data("link", preview, "style", style).render();
    }

    private static String text(String resource) {
        try (var stream = PreviewPage.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
