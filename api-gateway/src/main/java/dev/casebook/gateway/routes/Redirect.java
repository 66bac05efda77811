package dev.casebook.gateway.routes;

import java.util.regex.Pattern;

/**
 * Where a client is sent instead of a service.
 *
 * @param origin {@code https://a.example}, or nothing for the host that was asked
 */
public record Redirect(int status, String origin, PathTemplate path) {

    private static final Pattern FORM =
            Pattern.compile("(https?://[a-z0-9.-]+(?::[0-9]{1,5})?)?(/.*)", Pattern.CASE_INSENSITIVE);

    /** @throws IllegalArgumentException that says what is wrong with the text */
    static Redirect parse(int status, String to, PathPattern source) {
        var parts = FORM.matcher(to);
        if (!parts.matches() || parts.group(2).startsWith("//")) {
            throw new IllegalArgumentException("%s is neither a path nor http(s)://host/path".formatted(to));
        }
        var origin = parts.group(1) == null ? "" : parts.group(1);
        return new Redirect(status, origin, PathTemplate.parse(parts.group(2), source));
    }

    /** The query goes with it. */
    public String location(RequestTarget target) {
        var path = origin + path().expand(target.path());
        return target.query().map(query -> path + "?" + query).orElse(path);
    }
}
