package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JvmServersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Process holder;

    @AfterEach
    void stop() {
        holder.destroyForcibly();
    }

    @Test
    void serversEndWithAJvmThatIsKilled() throws IOException {
        var servers = hold();
        assertThat(servers).hasSizeGreaterThan(2).allMatch(ProcessHandle::isAlive);

        // SIGKILL: no hook of the JVM runs.
        holder.destroyForcibly();

        await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void serversEndWithAJvmThatIsAskedToEnd() throws IOException {
        var servers = hold();

        holder.destroy();

        await().atMost(PATIENCE).until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }

    /** Every process of the servers of a JVM. */
    private List<ProcessHandle> hold() throws IOException {
        holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ServerHolder.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("holder.log").toFile())
                .start();
        var pids = holder.inputReader().readLine();
        assertThat(pids).as("pids of servers; see holder.log").isNotNull();
        return Arrays.stream(pids.split(" "))
                .map(Long::parseLong)
                .flatMap(pid -> Signals.tree(ProcessHandle.of(pid).orElseThrow()).stream())
                .toList();
    }
}
