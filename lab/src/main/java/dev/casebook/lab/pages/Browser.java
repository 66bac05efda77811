package dev.casebook.lab.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.lab.CannotRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A headless Chromium of its own, with a profile that is gone afterwards, spoken to in the DevTools protocol. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path profile;
    private final Process process;
    private final HttpClient http;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final Consumer<JsonNode> events;

    /**
     * @param program Chromium or Chrome
     * @param events hears what the browser tells unasked, on a thread of the socket's
     */
    Browser(String program, Consumer<JsonNode> events) throws IOException, InterruptedException {
        this.events = events;
        this.profile = Files.createTempDirectory("casebook-browser");
        this.process = start(program);
        this.http = HttpClient.newHttpClient();
        try {
            this.socket = http.newWebSocketBuilder()
                    .buildAsync(address(), new Listener())
                    .join();
        } catch (IOException | InterruptedException | RuntimeException e) {
            end();
            throw e;
        }
    }

    /** @param session of a tab; empty: the browser itself */
    JsonNode call(String session, String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        int id = ids.incrementAndGet();
        var message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (!session.isEmpty()) {
            message.put("sessionId", session);
        }
        var answer = new CompletableFuture<JsonNode>();
        calls.put(id, answer);
        try {
            socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(method + " failed: " + e.getMessage(), e);
        } finally {
            calls.remove(id);
        }
    }

    private Process start(String program) throws IOException {
        var command = new ArrayList<>(List.of(
                program,
                "--headless=new",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "--no-first-run",
                "--no-default-browser-check",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--hide-scrollbars",
                "--lang=en-GB",
                "about:blank"));
        if (System.getProperty("user.name").equals("root")) {
            // Chromium refuses to run as root with its sandbox; the pages are our own.
            command.add(1, "--no-sandbox");
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Chromium writes the port that it chose, and the path, into its profile. */
    private URI address() throws IOException, InterruptedException {
        var file = profile.resolve("DevToolsActivePort");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            if (Files.exists(file) && Files.readAllLines(file) instanceof List<String> lines && lines.size() > 1) {
                return URI.create("ws://127.0.0.1:%s%s".formatted(lines.get(0), lines.get(1)));
            }
            Thread.sleep(POLL);
        }
        throw new CannotRunException("the browser does not start");
    }

    @Override
    public void close() throws IOException {
        socket.abort();
        http.shutdownNow();
        end();
    }

    private void end() throws IOException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().join();
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).forEach(Browser::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                hear(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            calls.values().forEach(call -> call.completeExceptionally(failure));
        }

        private void hear(String text) {
            try {
                var message = JSON.readTree(text);
                var call = calls.get(message.path("id").asInt());
                if (call == null) {
                    events.accept(message);
                } else if (message.has("error")) {
                    call.completeExceptionally(new IOException(
                            message.path("error").path("message").asText()));
                } else {
                    call.complete(message.path("result"));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
