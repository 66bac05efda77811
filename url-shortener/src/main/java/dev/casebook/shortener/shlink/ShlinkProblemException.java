package dev.casebook.shortener.shlink;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ends a request as Shlink would: with its types, titles and members. */
final class ShlinkProblemException extends RuntimeException {

    private static final String TYPES = "https://shlink.io/api/error/";

    private final int status;
    private final transient Map<String, Object> body;

    private ShlinkProblemException(int status, String type, String title, String detail, Map<String, Object> members) {
        // An expected answer: the stack would cost more than the answer.
        super(title, null, false, false);
        this.status = status;
        this.body = new LinkedHashMap<>();
        body.put("type", TYPES + type);
        body.put("title", title);
        body.put("detail", detail);
        body.put("status", status);
        body.putAll(members);
    }

    int status() {
        return status;
    }

    Map<String, Object> body() {
        return body;
    }

    static ShlinkProblemException missingAuthentication(String header) {
        return new ShlinkProblemException(
                401,
                "missing-authentication",
                "Invalid authorization",
                "Expected one of the following authentication headers, [\"%s\"], but none were provided"
                        .formatted(header),
                Map.of("expectedHeaders", List.of(header)));
    }

    static ShlinkProblemException invalidApiKey() {
        return new ShlinkProblemException(
                401, "invalid-api-key", "Invalid API key", "Provided API key does not exist or is invalid.", Map.of());
    }

    static ShlinkProblemException malformedBody() {
        return new ShlinkProblemException(
                400,
                "malformed-request-body",
                "Malformed request body",
                "Provided request does not contain a valid JSON body.",
                Map.of());
    }

    /** @param element the member or parameter at fault */
    static ShlinkProblemException invalidData(String element, String detail) {
        return new ShlinkProblemException(
                400, "invalid-data", "Invalid data", detail, Map.of("invalidElements", List.of(element)));
    }

    static ShlinkProblemException slugTaken(String slug) {
        return new ShlinkProblemException(
                400,
                "non-unique-slug",
                "Invalid custom slug",
                "Provided slug \"%s\" is already in use.".formatted(slug),
                Map.of("customSlug", slug));
    }

    static ShlinkProblemException shortUrlNotFound(String code) {
        return new ShlinkProblemException(
                404,
                "short-url-not-found",
                "Short URL not found",
                "No URL found with short code \"%s\"".formatted(code),
                Map.of("shortCode", code));
    }

    static ShlinkProblemException tagNotFound(String tag) {
        return new ShlinkProblemException(
                404,
                "tag-not-found",
                "Tag not found",
                "Tag with name \"%s\" could not be found".formatted(tag),
                Map.of("tag", tag));
    }

    static ShlinkProblemException tagConflict(String oldName, String newName) {
        return new ShlinkProblemException(
                409,
                "tag-conflict",
                "Tag conflict",
                "You cannot rename tag %s, because tag %s already exists".formatted(oldName, newName),
                Map.of("oldName", oldName, "newName", newName));
    }

    static ShlinkProblemException domainNotFound(String authority) {
        return new ShlinkProblemException(
                404,
                "domain-not-found",
                "Domain not found",
                "Domain with authority \"%s\" could not be found".formatted(authority),
                Map.of("authority", authority));
    }

    static ShlinkProblemException mercureNotConfigured() {
        return new ShlinkProblemException(
                501,
                "mercure-not-configured",
                "Mercure integration not configured",
                "This service has no mercure hub; clicks come live from /api/v1/links/{code}/clicks/live.",
                Map.of());
    }
}
