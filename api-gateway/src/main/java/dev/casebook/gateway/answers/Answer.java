package dev.casebook.gateway.answers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.chassis.web.Problem;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What the gateway itself says, as opposed to what an upstream says through it.
 *
 * @param headers besides {@code Content-Type} and {@code Content-Length}
 */
public record Answer(int status, String mediaType, Buffer body, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static Answer of(Problem problem) {
        return new Answer(problem.status(), Problem.MEDIA_TYPE, json(problem), Map.of("Cache-Control", "no-store"));
    }

    public static Answer json(int status, Object body) {
        return new Answer(status, "application/json", json(body), Map.of("Cache-Control", "no-store"));
    }

    public static Answer text(String body) {
        return new Answer(200, "text/plain; charset=utf-8", Buffer.buffer(body), Map.of());
    }

    public static Answer empty(int status) {
        return new Answer(status, null, Buffer.buffer(), Map.of());
    }

    public Answer header(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, Map.copyOf(more));
    }

    private static Buffer json(Object body) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s has no JSON".formatted(body.getClass()), e);
        }
    }
}
