package dev.casebook.chassis.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a client is told when a request fails: the members of RFC 9457, and the fields at fault.
 *
 * @param type stable; programs branch on this and never on the texts
 * @param title the same for every problem of a type
 * @param status the HTTP status, 400 to 599
 * @param detail about this occurrence; null when there is nothing to add. Never holds what a client must not know.
 * @param instance the path that was asked for; null until the response is written, which fills it in
 * @param errors one for each field at fault
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(URI type, String title, int status, String detail, String instance, List<FieldError> errors) {

    public static final String MEDIA_TYPE = "application/problem+json";

    private static final String TYPES = "https://casebook.dev/problems/";

    /** @param field as the client wrote it: {@code url}, {@code links[3].url}, or the name of a parameter */
    public record FieldError(String field, String message) {}

    public Problem {
        Objects.requireNonNull(type);
        Objects.requireNonNull(title);
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status %d is not within 400 to 599".formatted(status));
        }
        errors = List.copyOf(errors);
    }

    /** @param slug names the type: lower case, words joined by dashes */
    public static Problem of(int status, String slug, String title) {
        return new Problem(URI.create(TYPES + slug), title, status, null, null, List.of());
    }

    /** A problem that says no more than its status: {@code not-found}, {@code method-not-allowed}. */
    public static Problem of(int status) {
        var known = Response.Status.fromStatusCode(status);
        var title = known == null ? "HTTP " + status : known.getReasonPhrase();
        return of(status, title.toLowerCase(Locale.ROOT).replace(' ', '-'), title);
    }

    public Problem detail(String detail) {
        return new Problem(type, title, status, detail, instance, errors);
    }

    public Problem at(String path) {
        return new Problem(type, title, status, detail, path, errors);
    }

    public Problem error(String field, String message) {
        var more = Stream.concat(errors.stream(), Stream.of(new FieldError(field, message)));
        return new Problem(type, title, status, detail, instance, more.toList());
    }
}
