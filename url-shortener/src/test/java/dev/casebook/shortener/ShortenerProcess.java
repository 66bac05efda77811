package dev.casebook.shortener;

import dev.casebook.servers.Ports;
import dev.casebook.stack.Environment;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
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

    private ShortenerProcess(Path folder, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        settings.put("casebook.instance", "url-shortener-beside");
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
    }

    /**
     * With the servers of the tests. Returns once it is ready.
     *
     * @param folder the instance's own
     * @param more settings besides those that it needs
     */
    public static ShortenerProcess start(Path folder, Map<String, String> more) throws IOException {
        var settings = new HashMap<>(more);
        for (var server : List.of(Server.POSTGRESQL, Server.KAFKA, Server.REDIS_CACHE)) {
            TestServers.get(server).start();
            settings.putAll(TestServers.get(server).settings());
        }
        return new ShortenerProcess(folder, settings).await("/q/health/ready");
    }

    /** Where its servers should be, nothing listens. Returns once it lives. */
    public static ShortenerProcess startWithoutServers(Path folder) throws IOException {
        var settings = Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://127.0.0.1:1/url_shortener",
                "quarkus.datasource.username", "url_shortener",
                "quarkus.datasource.password", "none",
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "casebook.redis.cache.url", "redis://127.0.0.1:1");
        return new ShortenerProcess(folder, settings).await("/q/health/live");
    }

    private ShortenerProcess await(String health) {
        try {
            Awaitility.await(health)
                    .atMost(START)
                    .ignoreExceptions()
                    .until(() -> health(health).get().statusCode() == 200);
            return this;
        } catch (ConditionTimeoutException e) {
            close();
            throw e;
        }
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

    public CompletableFuture<HttpResponse<String>> follow(String code) {
        return get(port, "/s/" + code);
    }

    /** @param path of the management interface */
    public CompletableFuture<HttpResponse<String>> health(String path) {
        return get(managementPort, path);
    }

    public CompletableFuture<HttpResponse<String>> create(String subject, String alias) {
        var link = "{\"url\": \"https://example.com/\", \"alias\": \"%s\"}".formatted(alias);
        return send(request(port, Api.LINKS)
                .header("Authorization", "Bearer " + TestTokens.of(subject))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(link)));
    }

    /** What it logged. */
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

    /** SIGTERM. Returns once it has ended, and left its partitions to others. */
    public void end() {
        process.toHandle().destroy();
        Awaitility.await("end").atMost(Api.PATIENCE).until(() -> !process.isAlive());
    }

    /** SIGKILL, if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        client.shutdownNow();
    }
}
