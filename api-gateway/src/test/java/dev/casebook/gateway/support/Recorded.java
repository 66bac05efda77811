package dev.casebook.gateway.support;

import java.nio.charset.StandardCharsets;

/** A request as an origin got it. */
public record Recorded(String requestLine, Headers headers, byte[] body) {

    public String target() {
        return requestLine.split(" ")[1];
    }

    public String bodyText() {
        return new String(body, StandardCharsets.ISO_8859_1);
    }
}
