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
public record OwnResponse(int status, String mediaType, Buffer body, Map<String, String> headers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public static OwnResponse of(Problem problem) {
        return new OwnResponse(
                problem.status(), Problem.MEDIA_TYPE, json(problem), Map.of("Cache-Control", "no-store"));
    }

    public static OwnResponse json(int status, Object body) {
        return new OwnResponse(status, "application/json", json(body), Map.of("Cache-Control", "no-store"));
    }

    public static OwnResponse text(String body) {
        return new OwnResponse(200, "text/plain; charset=utf-8", Buffer.buffer(body), Map.of());
    }

    public static OwnResponse empty(int status) {
        return new OwnResponse(status, null, Buffer.buffer(), Map.of());
    }

    public OwnResponse header(String name, String value) {
        var more = new HashMap<>(headers);
        more.put(name, value);
        return new OwnResponse(status, mediaType, body, Map.copyOf(more));
    }

    private static Buffer json(Object body) {
        try {
            return Buffer.buffer(JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("%s has no JSON".formatted(body.getClass()), e);
        }
    }
}
