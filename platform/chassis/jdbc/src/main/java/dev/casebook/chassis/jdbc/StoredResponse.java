package dev.casebook.chassis.jdbc;

import java.util.Map;

/**
 * An answer that can be given again word for word.
 *
 * @param status of a success: a failure is thrown, so that its transaction leaves no trace
 * @param headers those that belong to this answer: Content-Type, Location, ETag
 */
public record StoredResponse(int status, Map<String, String> headers, byte[] body) {

    public StoredResponse {
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException("status %d is not within 200 to 299".formatted(status));
        }
        headers = Map.copyOf(headers);
    }
}
