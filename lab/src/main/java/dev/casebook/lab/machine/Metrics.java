package dev.casebook.lab.machine;

import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;

/**
 * What a service of ours tells about itself.
 *
 * @param text in Prometheus's format
 */
public record Metrics(String text) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    /** @param port for management, on loopback */
    public static Metrics at(int port) throws InterruptedException {
        var uri = URI.create("http://127.0.0.1:%d/q/metrics".formatted(port));
        try {
            return new Metrics(
                    CLIENT.send(HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofString())
                            .body());
        } catch (IOException e) {
            throw new CannotRunException("no metrics from %s: %s".formatted(uri, e), e);
        }
    }

    /**
     * All series of the name that have the labels; 0 when there is none yet.
     *
     * @param labels as they are written: {@code by="lease"}
     */
    public long sum(String name, String... labels) {
        return Math.round(text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum());
    }
}
