package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casebook.servers.Folders;
import dev.casebook.servers.Ports;
import dev.casebook.stack.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as a process of its own, on a checkout with small services and a real Redis. */
class LauncherIT {

    private static final Duration LIMIT = Duration.ofSeconds(240);

    /** Shared, so that the services are trained once. */
    @TempDir
    static Path folder;

    private Path root;
    private RunFolder run;
    private final List<Process> launchers = new ArrayList<>();

    @BeforeEach
    void sharedCheckout() throws IOException {
        checkout("a path with spaces");
        Folders.delete(Checkout.at(root).data());
        Folders.delete(Checkout.at(root).logs());
    }

    private void checkout(String name) throws IOException {
        root = folder.resolve(name);
        run = new RunFolder(Checkout.at(root).run());
        int ports = block();
        write("stack.yaml", """
                servers: { redis-cache: { port: %d, memory: 8m } }
                services:
                  api-gateway: { ports: %d, public: %d, heap: 16m }
                  shop: { ports: %d, heap: 16m, needs: [redis-cache] }
                """.formatted(Ports.free(), ports, Ports.free(), ports + Service.PORT_BLOCK));
        write("casebook", "#!/bin/sh\necho \"$@\" >>\"$(dirname \"$0\")/builds\"\n");
        assertThat(root.resolve("casebook").toFile().setExecutable(true)).isTrue();
        for (var service : List.of("api-gateway", "shop")) {
            program(root.resolve(service).resolve("target/quarkus-app/quarkus-run.jar"));
        }
    }

    @AfterEach
    void leaveNothingRunning() throws IOException {
        launchers.forEach(Process::destroyForcibly);
        new Leftovers(run).stop(line -> {});
    }

    @Test
    void everythingStartsAndStopsInOrder() throws Exception {
        var up = up();

        assertThat(run("status").output()).contains("launcher", "api-gateway-0", "shop-0", "redis-cache", "MiB");
        var processes = running();
        assertThat(processes).hasSize(4);

        assertThat(run("down").code()).isZero();

        assertThat(up.waitFor()).isZero();
        assertThat(processes).noneMatch(RunRecord::isRunning);
        assertThat(output())
                .containsSubsequence(
                        "api-gateway-0      stopped", "shop-0             stopped", "redis-cache        stopped");
        assertThat(run("status").code()).isNotZero();
    }

    @Test
    void nothingIsBuiltOrTrainedTwice() throws Exception {
        checkout("another path");
        up();
        assertThat(output()).contains("shop-0             has its AOT cache");
        run("down");
        up();

        assertThat(Files.readAllLines(root.resolve("builds"))).containsExactly("build api-gateway shop");
        assertThat(output()).doesNotContain("training");
    }

    @Test
    void aSecondUpIsRefused() throws Exception {
        var up = up();

        var second = run("up");

        assertThat(second.code()).isNotZero();
        assertThat(second.output()).contains("up already (process " + up.pid() + ")");
        assertThat(up.isAlive()).isTrue();
    }

    @Test
    void whatCrashesIsStartedAgainAndSaid() throws Exception {
        up();
        var shop = record("shop-0");
        var redis = record("redis-cache");

        kill(shop);
        kill(redis);

        await().atMost(LIMIT).ignoreExceptions().until(() -> isReadyAgain(shop) && isReadyAgain(redis));
        assertThat(output()).contains("shop-0             ended with code 137, starting it again");
        assertThat(output()).contains("redis-cache        ended with code 137, starting it again");
    }

    @Test
    void downCleansUpAfterAKilledLauncher() throws Exception {
        var up = up();
        var processes = running();
        up.destroyForcibly().waitFor();
        assertThat(processes.stream().filter(RunRecord::isRunning)).hasSize(3);

        assertThat(run("down").code()).isZero();

        assertThat(processes).noneMatch(RunRecord::isRunning);
    }

    @Test
    void theNextUpCleansUpAfterAKilledLauncher() throws Exception {
        var up = up();
        var processes = running();
        up.destroyForcibly().waitFor();

        up();

        assertThat(processes).noneMatch(RunRecord::isRunning);
        assertThat(running()).hasSize(4);
        assertThat(output()).contains("redis-cache (process", "was still running: stopped");
    }

    @Test
    void aTakenPortEndsUpWithASentenceAndNothingStaysBehind() throws Exception {
        int port = Checkout.at(root).stack().service("shop").ports();
        try (var taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            var up = run("up");

            assertThat(taken.isBound()).isTrue();
            assertThat(up.code()).isNotZero();
            assertThat(up.output())
                    .contains("casebook: shop-0 cannot listen on 127.0.0.1:%d: the port is in use by process %d"
                            .formatted(port, ProcessHandle.current().pid()));
            assertThat(up.output()).doesNotContain("\tat ");
        }
        assertThat(run.records()).isEmpty();
    }

    @Test
    void freshDeletesTheDataAndNothingElse() throws Exception {
        up();
        run("down");
        var secrets = Files.readString(Checkout.at(root).secrets());
        write(".casebook/data/shop-0/orders", "one");

        up();
        assertThat(root.resolve(".casebook/data/shop-0/orders")).exists();
        assertThat(Files.readString(Checkout.at(root).secrets())).isEqualTo(secrets);
        run("down");

        up("--fresh");
        assertThat(root.resolve(".casebook/data/shop-0/orders")).doesNotExist();
        assertThat(Files.readString(Checkout.at(root).secrets())).isNotEqualTo(secrets);
    }

    @Test
    void scaledServicesRunBesideEachOther() throws Exception {
        up("shop", "--scale", "shop=2");

        assertThat(running()).extracting(RunRecord::name).contains("shop-0", "shop-1");
        assertThat(run("logs", "shop").output())
                .contains("shop-0             | working in", "shop-1             | working in");
    }

    private record Result(int code, String output) {}

    /** Returns once it says that it is ready. */
    private Process up(String... arguments) throws Exception {
        Files.deleteIfExists(root.resolve("output"));
        var up = start(Stream.concat(Stream.of("up"), Stream.of(arguments)).toList());
        await().atMost(LIMIT).until(() -> !up.isAlive() || output().contains("Casebook is ready"));
        assertThat(up.isAlive()).as(output()).isTrue();
        return up;
    }

    private Process start(List<String> arguments) throws IOException {
        var up = launcher(arguments)
                .redirectOutput(root.resolve("output").toFile())
                .start();
        launchers.add(up);
        return up;
    }

    private Result run(String... arguments) throws Exception {
        var process = launcher(List.of(arguments)).start();
        launchers.add(process);
        var output = new String(process.getInputStream().readAllBytes());
        return new Result(process.waitFor(), output);
    }

    private ProcessBuilder launcher(List<String> arguments) {
        var command = new ArrayList<>(List.of(
                ServiceJvm.java().toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "--root",
                root.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("CASEBOOK_PORT");
        return builder;
    }

    private String output() {
        try {
            return Files.exists(root.resolve("output")) ? Files.readString(root.resolve("output")) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<RunRecord> running() throws IOException {
        return run.records().stream().filter(RunRecord::isRunning).toList();
    }

    private RunRecord record(String name) throws IOException {
        return run.records().stream()
                .filter(record -> record.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private boolean isReadyAgain(RunRecord before) throws IOException {
        var now = record(before.name());
        return now.pid() != before.pid() && now.readyAfter().isPresent() && now.isRunning();
    }

    private static void kill(RunRecord record) {
        assertThat(record.process().orElseThrow().destroyForcibly()).isTrue();
    }

    /** The first of two blocks of ports, in which those that are used here are free. */
    private static int block() {
        int first = Ports.free();
        while (!IntStream.of(1, 20, 21, 22, 23).allMatch(isFreeAfter(first))) {
            first = Ports.free();
        }
        return first;
    }

    private static IntPredicate isFreeAfter(int first) {
        return more -> Ports.isFree("127.0.0.1", first + more);
    }

    private static void program(Path jar) throws IOException {
        if (Files.exists(jar)) {
            return;
        }
        Files.createDirectories(jar.getParent());
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoService.class.getName());
        var entry = EchoService.class.getName().replace('.', '/') + ".class";
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var in = EchoService.class.getClassLoader().getResourceAsStream(entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
    }

    private void write(String file, String text) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
