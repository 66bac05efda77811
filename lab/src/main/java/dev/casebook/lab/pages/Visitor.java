package dev.casebook.lab.pages;

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
import java.util.Optional;

/** Somebody else, who follows links. */
final class Visitor implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI gateway;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    Visitor(URI gateway) {
        this.gateway = gateway;
    }

    /** @throws CannotRunException when nobody serves the pages */
    void requirePages() throws InterruptedException {
        try {
            int status = status("/links/", FIREFOX);
            if (status != 200) {
                throw new CannotRunException(
                        "%s/links/ answered %d; is the stack up? ./casebook up".formatted(gateway, status));
            }
        } catch (IOException e) {
            throw new CannotRunException("%s does not answer; is the stack up? ./casebook up".formatted(gateway), e);
        }
    }

    /** From the gateway's development issuer. */
    String token(String subject) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/auth/token"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"subject\": \"%s\"}".formatted(subject)))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
                .required("access_token")
                .asText();
    }

    /** As a person who came from news.example. */
    void follow(String code) throws IOException, InterruptedException {
        redirected(code, FIREFOX);
    }

    void followAsBot(String code) throws IOException, InterruptedException {
        redirected(code, "curl/8.5.0");
    }

    /** Where somebody is led; empty: nowhere. */
    Optional<String> target(String code, String query) throws IOException, InterruptedException {
        return answer("/s/%s%s".formatted(code, query), FIREFOX).headers().firstValue("Location");
    }

    /** What a client of Shlink is answered that lists short URLs with this key. */
    int shlinkStatus(String key) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve("/rest/v3/short-urls"))
                .timeout(TIMEOUT)
                .header("X-Api-Key", key)
                .build();
        return http.send(request, BodyHandlers.discarding()).statusCode();
    }

    private void redirected(String code, String agent) throws IOException, InterruptedException {
        int status = status("/s/" + code, agent);
        if (status != 302) {
            throw new IOException("/s/%s answered %d".formatted(code, status));
        }
    }

    private int status(String path, String agent) throws IOException, InterruptedException {
        return answer(path, agent).statusCode();
    }

    private HttpResponse<Void> answer(String path, String agent) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(gateway.resolve(path))
                .timeout(TIMEOUT)
                .header("User-Agent", agent)
                .header("Referer", "https://news.example/today")
                .build();
        return http.send(request, BodyHandlers.discarding());
    }

    @Override
    public void close() {
        http.close();
    }
}
