package dev.casebook.limiter.administration;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where a page begins: behind this. For clients opaque, and safe in a URL. */
final class Cursor {

    private Cursor() {}

    static String of(String last) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    /** Empty, and so before everything, when there is none. */
    static String read(Optional<String> cursor) {
        try {
            return cursor.map(text -> new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8))
                    .orElse("");
        } catch (IllegalArgumentException _) {
            throw AdministrationProblems.badParameter("cursor", "is not one that this service gave");
        }
    }
}
