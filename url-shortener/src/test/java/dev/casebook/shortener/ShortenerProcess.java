package dev.casebook.shortener;

import static org.awaitility.Awaitility.await;

import dev.casebook.servers.Ports;
import dev.casebook.stack.Environment;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.ConfigProvider;

/** The service as it is deployed: the built jar in a process of its own, with the real servers of the tests. */
public final class ShortenerProcess implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(120);
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final String CODE_KEY = "casebook.shortener.code-key";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final int port = Ports.free();
    private final int managementPort = Ports.free();
    private final Path log;
    private final Process process;

    /**
     * Returns once it is ready.
     *
     * @param folder the instance's own; a second process on it goes on where the first ended
     */
    public ShortenerProcess(Path folder) throws IOException {
        this(folder, Map.of());
    }

    /** @param more settings besides those that it needs */
    public ShortenerProcess(Path folder, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        for (var server : List.of(Server.POSTGRESQL, Server.KAFKA, Server.REDIS_CACHE)) {
            TestServers.get(server).start();
            settings.putAll(TestServers.get(server).settings());
        }
        settings.put("casebook.instance", "url-shortener-term");
        settings.put("casebook.data-dir", folder.toString());
        settings.put("casebook.public-url", "http://localhost:8080");
        settings.put("casebook.jwt.issuer", Environment.ISSUER);
        settings.put("casebook.jwt.audience", Environment.AUDIENCE);
        settings.put("casebook.jwt.jwks-url", TestTokens.issuer().jwksUrl().toString());
        // That of the other tests, which share the database.
        settings.put(CODE_KEY, ConfigProvider.getConfig().getValue(CODE_KEY, String.class));
        settings.put("quarkus.http.host", "127.0.0.1");
        settings.put("quarkus.http.port", Integer.toString(port));
        settings.put("quarkus.management.host", "127.0.0.1");
        settings.put("quarkus.management.port", Integer.toString(managementPort));
        log = folder.resolveSibling(folder.getFileName() + ".log");
        process = launch(settings, log);
        await("ready").atMost(START).ignoreExceptions().until(() -> {
            return get(managementPort, "/q/health/ready").get().statusCode() == 200;
        });
    }

    private static Process launch(Map<String, String> settings, Path log) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // It lives for seconds: no time to earn back what the second compiler costs.
        command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1"));
        settings.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-jar", JAR.toString()));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** @return its exit code */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still runs after " + limit);
        }
        return process.exitValue();
    }

    public CompletableFuture<HttpResponse<String>> follow(String code) {
        return get(port, "/s/" + code);
    }

    public CompletableFuture<HttpResponse<String>> as(String subject, String path) {
        return send(request(port, path).header("Authorization", "Bearer " + TestTokens.of(subject)));
    }

    public CompletableFuture<HttpResponse<String>> create(String subject, String alias) {
        return send(creation(subject, BodyPublishers.ofString(link(alias))));
    }

    public CompletableFuture<HttpResponse<String>> create(String subject, String alias, int maxVisits) {
        var link = "{\"url\": \"https://example.com/\", \"alias\": \"%s\", \"maxVisits\": %d}";
        return send(creation(subject, BodyPublishers.ofString(link.formatted(alias, maxVisits))));
    }

    /** Begins to create a link: returns once all but the last byte of the request is on its way. */
    public SlowCreation beginToCreate(String subject, String alias) {
        var bytes = link(alias).getBytes(StandardCharsets.UTF_8);
        var body = new SubmissionPublisher<ByteBuffer>();
        var answer = send(creation(subject, BodyPublishers.fromPublisher(body, bytes.length)));
        await("request sent").atMost(Api.PATIENCE).until(body::hasSubscribers);
        body.submit(ByteBuffer.wrap(bytes, 0, bytes.length - 1));
        await("body sent").atMost(Api.PATIENCE).until(() -> body.estimateMaximumLag() == 0);
        return () -> {
            body.submit(ByteBuffer.wrap(bytes, bytes.length - 1, 1));
            body.close();
            return answer;
        };
    }

    /** A request that lacks its last byte. */
    @FunctionalInterface
    public interface SlowCreation {

        CompletableFuture<HttpResponse<String>> finish();
    }

    private HttpRequest.Builder creation(String subject, BodyPublisher body) {
        return request(port, Api.LINKS)
                .header("Authorization", "Bearer " + TestTokens.of(subject))
                .header("Content-Type", "application/json")
                .POST(body);
    }

    private static String link(String alias) {
        return "{\"url\": \"https://example.com/\", \"alias\": \"%s\"}".formatted(alias);
    }

    /** What it logged, and those before it on the same folder. */
    public List<String> log() throws IOException {
        return Files.readAllLines(log);
    }

    private CompletableFuture<HttpResponse<String>> get(int port, String path) {
        return send(request(port, path));
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
                .timeout(Duration.ofSeconds(30));
    }

    private CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** SIGKILL, if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        client.shutdownNow();
    }
}
