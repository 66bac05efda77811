package dev.casebook.lab.limiters.trace;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A connection that Redis tells of each command. */
final class Monitor implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final Commands commands = new Commands();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Socket socket;
    private final String lastWord;

    /**
     * @param redis {@code redis://:password@host:port}
     * @param lastWord in the last command that is to be read
     */
    Monitor(URI redis, String lastWord) throws IOException {
        this.lastWord = lastWord;
        socket = new Socket(redis.getHost(), redis.getPort());
        var hello = "AUTH %s\r\nMONITOR\r\n".formatted(redis.getUserInfo().substring(1));
        socket.getOutputStream().write(hello.getBytes(StandardCharsets.UTF_8));
        var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        expectOk(lines.readLine());
        expectOk(lines.readLine());
        Thread.ofVirtual().start(() -> read(lines));
    }

    private static void expectOk(String answer) throws IOException {
        if (!"+OK".equals(answer)) {
            throw new IOException("Redis does not let itself be watched: " + answer);
        }
    }

    private void read(BufferedReader lines) {
        try (lines) {
            for (var line = lines.readLine(); line != null && !line.contains(lastWord); line = lines.readLine()) {
                commands.read(line);
            }
            ended.countDown();
        } catch (IOException _) {
            // Closed before the last word, for which nobody waits then.
        }
    }

    /** What was told so far. */
    Commands soFar() {
        return commands;
    }

    /** What was told until the last word, which Redis must have been sent. */
    Commands all() throws IOException, InterruptedException {
        if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IOException("Redis did not tell of its last command within %d s".formatted(PATIENCE_SECONDS));
        }
        return commands;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
