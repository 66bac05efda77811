package dev.casebook.lab.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Which state of the sources was measured. */
final class Checkout {

    private static final int PATIENCE_SECONDS = 10;

    private Checkout() {}

    /** @return the commit, with {@code -dirty} when files differ from it; empty without git or outside a checkout */
    static String commit() throws InterruptedException {
        try {
            var git = new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=12")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!git.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return "";
            }
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException e) {
            // No git here: the report says so.
            return "";
        }
    }
}
