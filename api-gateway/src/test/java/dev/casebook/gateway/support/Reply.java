package dev.casebook.gateway.support;

import java.nio.charset.StandardCharsets;

/** An answer as a client got it. */
public record Reply(int status, Headers headers, byte[] body) {

    public String text() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    public String header(String name) {
        return headers.first(name)
                .orElseThrow(() -> new AssertionError("no %s in %s".formatted(name, headers.lines())));
    }
}
