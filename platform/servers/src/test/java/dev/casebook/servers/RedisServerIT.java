package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisServerIT {

    /** A server that answers at all does so by then, however busy the machine. */
    private static final int ANSWER_MILLIS = 60_000;

    @TempDir
    Path folder;

    private RedisServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.kill();
        }
    }

    @Test
    void strangersAreRefused() throws IOException {
        server = start(RedisServer.Role.CACHE);

        assertThat(talk("PING")).startsWith("-NOAUTH");
    }

    @Test
    void stateOnDiskSurvivesKillAndRestart() throws IOException {
        server = start(RedisServer.Role.STATE);
        talk("AUTH secret", "SET answer 42");
        awaitOnDisk("answer");

        server.kill();
        assertThat(server.isAlive()).isFalse();
        server.start();

        assertThat(talk("AUTH secret", "GET answer")).isEqualTo("42");
    }

    @Test
    void cacheForgetsAndLeavesNothingOnDisk() throws IOException {
        server = start(RedisServer.Role.CACHE);
        talk("AUTH secret", "SET answer 42");

        server.restart();

        assertThat(talk("AUTH secret", "GET answer")).isEqualTo("$-1");
        assertThat(server.place().data()).isDirectoryNotContaining("glob:**.{rdb,aof}");
    }

    @Test
    void rolesDifferInWhatHappensWhenMemoryIsFull() throws IOException {
        server = start(RedisServer.Role.CACHE);
        assertThat(talk("AUTH secret", "CONFIG GET maxmemory-policy")).contains("allkeys-lru");
        server.stop();

        server = start(RedisServer.Role.STATE);
        assertThat(talk("AUTH secret", "CONFIG GET maxmemory-policy")).contains("noeviction");
    }

    @Test
    void pausedServerAnswersNothingUntilResumed() throws IOException {
        server = start(RedisServer.Role.CACHE);

        server.pause();
        assertThatThrownBy(() -> talkWithin(2_000, "PING")).isInstanceOf(SocketTimeoutException.class);

        server.resume();
        assertThat(talk("AUTH secret", "PING")).isEqualTo("+PONG");
    }

    @Test
    void pausedServerCanBeStopped() throws IOException {
        server = start(RedisServer.Role.CACHE);
        server.pause();

        server.stop();

        assertThat(server.isAlive()).isFalse();
        assertThat(server.onExit()).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(0);
    }

    @Test
    void aTakenPortIsSaidWithItsOwner() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName(Places.HOST))) {
            server = redis(RedisServer.Role.CACHE, Places.onPort(folder, taken.getLocalPort()));

            assertThatThrownBy(server::start)
                    .isInstanceOf(ServerException.class)
                    .hasMessageContaining("redis-cache cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining(
                            "in use by process " + ProcessHandle.current().pid());
        }
    }

    @Test
    void damagedDataIsSaid() throws IOException {
        server = start(RedisServer.Role.STATE);
        talk("AUTH secret", "SET answer 42");
        awaitOnDisk("answer");
        server.kill();
        try (var files = Files.list(server.place().data().resolve("appendonlydir"))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".incr.aof")).toList()) {
                Files.writeString(file, "this is no append only file\r\n".repeat(10));
            }
        }

        assertThatThrownBy(server::start)
                .isInstanceOf(ServerException.class)
                .hasMessageContaining(server.place().data() + " is damaged");
    }

    @Test
    void thePasswordIsNotOnTheCommandLine() {
        server = start(RedisServer.Role.CACHE);

        assertThat(server.running().process().info().commandLine().orElse("")).doesNotContain("secret");
    }

    private RedisServer start(RedisServer.Role role) {
        var started = redis(role, Places.in(folder));
        started.start();
        return started;
    }

    private static RedisServer redis(RedisServer.Role role, ServerPlace place) {
        return new RedisServer(role, place, "secret", "16m", Places.PATIENCE);
    }

    private void awaitOnDisk(String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (var files = Files.walk(server.place().data())) {
                return files.filter(file -> file.toString().endsWith(".aof")).anyMatch(file -> contains(file, text));
            }
        });
    }

    private static boolean contains(Path file, String text) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends the commands and returns the answer to the last one, without its length line. */
    private String talk(String... commands) throws IOException {
        return talkWithin(ANSWER_MILLIS, commands);
    }

    private String talkWithin(int millis, String... commands) throws IOException {
        try (var socket = new Socket(Places.HOST, server.place().port())) {
            socket.setSoTimeout(millis);
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
            var answer = "";
            for (var command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                answer = in.readLine();
            }
            if (answer.startsWith("*")) {
                in.readLine();
                in.readLine();
                in.readLine();
                return in.readLine();
            }
            return answer.startsWith("$") && !answer.equals("$-1") ? in.readLine() : answer;
        }
    }
}
