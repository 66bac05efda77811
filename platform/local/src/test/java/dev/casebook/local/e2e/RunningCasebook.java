package dev.casebook.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.local.e2e.Http.Answer;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * What {@code ./casebook up} starts, from the same jars, in a folder and on ports of its own, so that a Casebook which somebody runs meanwhile is not
 * touched. The folder's name holds a space, as a user's may.
 */
final class RunningCasebook implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofMinutes(5);
    private static final Pattern PORT = Pattern.compile("(ports?: +)(\\d+)");
    /** Below the ports that systems give to outgoing connections. */
    private static final List<Integer> SHIFTS = List.of(10_000, 11_000, 12_000, 13_000, 14_000);

    private static final int STANDARD_PUBLIC_PORT = 8080;

    private final Path root;
    private final int publicPort;
    private final Process launcher;

    private RunningCasebook(Path root, int publicPort, Process launcher) {
        this.root = root;
        this.publicPort = publicPort;
        this.launcher = launcher;
    }

    /** Starts with empty data, and returns once everything is ready. */
    static RunningCasebook up(String... options) throws IOException {
        return up(Map.of(), Map.of(), options);
    }

    /**
     * @param folders that take the place of those in stack.yaml
     * @param settings as environment variables, of every service
     */
    static RunningCasebook up(Map<String, Path> folders, Map<String, String> settings, String... options)
            throws IOException {
        int shift = freeShift();
        var root = folder(shift, folders);
        int publicPort = STANDARD_PUBLIC_PORT + shift;
        var command = new ArrayList<>(launcherCommand(root));
        command.addAll(List.of("up", "--fresh", "--no-build"));
        command.addAll(List.of(options));
        var output = root.resolve("up.log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("CASEBOOK_PORT", Integer.toString(publicPort));
        builder.environment().putAll(settings);
        var casebook = new RunningCasebook(root, publicPort, builder.start());
        try {
            await("everything ready").atMost(START).until(() -> {
                assertThat(casebook.launcher.isAlive())
                        .as(() -> "the launcher runs; it said: " + read(output))
                        .isTrue();
                return read(output).contains("Casebook is ready");
            });
        } catch (RuntimeException | Error e) {
            casebook.close();
            throw e;
        }
        return casebook;
    }

    private static List<String> launcherCommand(Path root) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-Xmx48m",
                "-XX:+UseSerialGC",
                "-cp",
                "target/local.jar" + File.pathSeparator + "target/lib/*",
                "dev.casebook.local.Main",
                "--root",
                root.toString());
    }

    /** The checkout as the launcher sees it: its own stack.yaml, everything else by link. */
    private static Path folder(int shift, Map<String, Path> folders) throws IOException {
        var checkout = checkout();
        var root = Files.createDirectories(Path.of("target/e2e/a casebook").toAbsolutePath());
        var stack = PORT.matcher(Files.readString(checkout.resolve("stack.yaml")))
                .replaceAll(port -> port.group(1) + (Integer.parseInt(port.group(2)) + shift));
        for (var folder : folders.entrySet()) {
            stack = stack.replace(
                    ": %s }".formatted(folder.getKey()),
                    ": \"%s\" }".formatted(folder.getValue().toAbsolutePath()));
        }
        Files.writeString(root.resolve("stack.yaml"), stack);
        for (var service : List.of("api-gateway", "url-shortener", "rate-limiter")) {
            if (!Files.exists(root.resolve(service))) {
                Files.createSymbolicLink(root.resolve(service), checkout.resolve(service));
            }
        }
        return root;
    }

    private static Path checkout() throws IOException {
        return Path.of("../..").toRealPath();
    }

    private static int freeShift() throws IOException {
        var ports = PORT.matcher(Files.readString(checkout().resolve("stack.yaml")))
                .results()
                .map(port -> Integer.parseInt(port.group(2)))
                .toList();
        return SHIFTS.stream()
                .filter(shift -> ports.stream().allMatch(port -> isFree(port + shift)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("every place for a stack has a port in use"));
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }

    URI gateway() {
        return URI.create("http://127.0.0.1:" + publicPort);
    }

    String token(String subject) throws IOException {
        var answer = Http.send(
                "POST",
                gateway().resolve("/auth/token"),
                Map.of("Content-Type", "application/json"),
                "{\"subject\": \"%s\"}".formatted(subject),
                PATIENCE);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return Json.text(answer.body(), "access_token");
    }

    Answer call(String method, String path, String token, String body, String... headers) throws IOException {
        var all = new HashMap<String, String>();
        all.put("Authorization", "Bearer " + token);
        all.put("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return Http.send(method, gateway().resolve(path), all, body, PATIENCE);
    }

    /** The code of a new link. */
    String link(String token, String url) throws IOException {
        var answer = call("POST", "/api/v1/links", token, "{\"url\": \"%s\"}".formatted(url));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return Json.text(answer.body(), "code");
    }

    Answer follow(String code) throws IOException {
        return Http.get(gateway().resolve("/s/" + code), PATIENCE);
    }

    /** At another host than the gateway's own, whose address is the same. */
    Answer follow(String host, String path) throws IOException {
        var request = "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
                .formatted(path, host, gateway().getPort());
        try (var socket = Http.connect(gateway(), PATIENCE)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return Http.parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** What the statistics say, as soon as they can be asked. */
    Optional<Long> clicks(String token, String code) {
        try {
            var answer = call("GET", "/api/v1/links/" + code + "/stats", token, "");
            return answer.status() == 200 ? Optional.of(Json.number(answer.body(), "total")) : Optional.empty();
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    boolean isHealthy() {
        try {
            return Http.get(gateway().resolve("/healthz"), PATIENCE).status() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    /** Present while the component runs; another one after each start. */
    Optional<Long> pid(String component) {
        return record(component).map(record -> Long.parseLong(record.getProperty("pid")));
    }

    /** The exit codes of each time that it ended by itself or was killed, as the launcher says them. */
    List<Integer> exitCodes(String component) {
        return Pattern.compile("(?m)^" + Pattern.quote(component) + " .*ended with code (\\d+)")
                .matcher(output())
                .results()
                .map(ended -> Integer.parseInt(ended.group(1)))
                .toList();
    }

    int port(String component) {
        return number(component, "port");
    }

    int managementPort(String component) {
        return number(component, "managementPort");
    }

    private int number(String component, String property) {
        return record(component)
                .map(record -> Integer.parseInt(record.getProperty(property)))
                .orElseThrow();
    }

    private Optional<Properties> record(String component) {
        var record = new Properties();
        try (var reader = Files.newBufferedReader(root.resolve(".casebook/run/" + component + ".run"))) {
            record.load(reader);
            return Optional.of(record);
        } catch (IOException notRunning) {
            return Optional.empty();
        }
    }

    /** @param name {@code KILL}, {@code STOP} and {@code CONT} go to the component's whole tree, {@code TERM} only to itself */
    void signal(String name, String component) {
        long pid = pid(component).orElseThrow();
        var tree = new ArrayList<>(List.of("kill", "-" + name, Long.toString(pid)));
        if (!name.equals("TERM")) {
            ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(child -> tree.add(Long.toString(child.pid())));
        }
        try {
            new ProcessBuilder(tree).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Every process that this run has recorded and that is still there. */
    List<ProcessHandle> processes() throws IOException {
        try (var records = Files.list(root.resolve(".casebook/run"))) {
            return records.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".run"))
                    .flatMap(name -> pid(name.substring(0, name.length() - ".run".length())).stream())
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .filter(ProcessHandle::isAlive)
                    .toList();
        }
    }

    /** {@code ./casebook down}, from another process; its exit code. */
    int down() throws IOException, InterruptedException {
        var command = new ArrayList<>(launcherCommand(root));
        command.add("down");
        var down = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(root.resolve("down.log").toFile())
                .start();
        assertThat(down.waitFor(2, TimeUnit.MINUTES)).as("down ends").isTrue();
        return down.exitValue();
    }

    Process launcher() {
        return launcher;
    }

    String output() {
        return read(root.resolve("up.log"));
    }

    @Override
    public void close() throws IOException {
        try {
            down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        launcher.destroy();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
