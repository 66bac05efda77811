package dev.casebook.shortener.live;

import static dev.casebook.shortener.Api.soon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads a live stream, as a page does. */
final class EventStream implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final CompletableFuture<HttpResponse<Stream<String>>> response;
    private final CompletableFuture<Void> over;
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    EventStream(URI url, String token) {
        var request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer " + token)
                .build();
        response = client.sendAsync(request, BodyHandlers.ofLines());
        // On a thread of its own: the client's would be one of the few that all futures share.
        over = response.thenAcceptAsync(answer -> answer.body().forEach(lines::add), Thread.ofVirtual()::start);
    }

    /** True once the service has ended it. */
    boolean isOver() {
        return over.isDone();
    }

    /** False: refused. */
    boolean isOpen() {
        return response().statusCode() == 200;
    }

    HttpResponse<?> response() {
        return response.join();
    }

    void awaitLine(String part) {
        soon().until(() -> lines.stream().anyMatch(line -> line.contains(part)));
    }

    /** All clicks that were shown so far, from whichever event. */
    List<JsonNode> clicks() {
        return lines.stream()
                .filter(line -> line.startsWith("data:{\"clicks\""))
                .map(line -> read(line.substring("data:".length())))
                .flatMap(data -> StreamSupport.stream(data.path("clicks").spliterator(), false))
                .toList();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
