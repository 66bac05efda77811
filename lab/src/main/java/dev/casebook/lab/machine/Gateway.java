package dev.casebook.lab.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** What the lab asks the gateway besides a load, as the one subject that owns the links. */
public final class Gateway implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    /** Who owns the links. */
    public static final String SUBJECT = "lab";

    private static final int FOUND = 302;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI url;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    public Gateway(URI url) {
        this.url = url;
    }

    /** @throws CannotRunException when no gateway answers, or none that issues tokens */
    public String token() throws InterruptedException {
        try {
            var body = BodyPublishers.ofString(JSON.writeValueAsString(Map.of("subject", SUBJECT)));
            var request = HttpRequest.newBuilder(url.resolve("/auth/token"))
                    .timeout(TIMEOUT)
                    .header("Content-Type", "application/json")
                    .POST(body)
                    .build();
            return json(request).required("access_token").asText();
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRunException(
                    "no token from %s (%s); is the stack up? ./casebook up".formatted(url, describe(e)), e);
        }
    }

    /** @param query of the statistics, as in {@code unit=hour} */
    public JsonNode statistics(String code, String query, String token) throws IOException, InterruptedException {
        return json(HttpRequest.newBuilder(url.resolve("/api/v1/links/%s/stats?%s".formatted(code, query)))
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .build());
    }

    /** @return how often the link has been followed, as far as it is counted */
    public long clicks(String code, String token) throws IOException, InterruptedException {
        return statistics(code, "", token).required("total").asLong();
    }

    /** @throws IOException also when it is not redirected */
    public void follow(String code) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(url.resolve("/s/" + code))
                .timeout(TIMEOUT)
                .build();
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status != FOUND) {
            throw new IOException("%s answered %d".formatted(request.uri(), status));
        }
    }

    private JsonNode json(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("%s answered %d".formatted(request.uri(), response.statusCode()));
        }
        return JSON.readTree(response.body());
    }

    private static String describe(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    @Override
    public void close() {
        http.close();
    }
}
