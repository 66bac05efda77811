package dev.casebook.lab.gateways;

import dev.casebook.lab.CannotRunException;
import dev.casebook.lab.machine.Component;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway that runs, in a process of its own. */
public final class Contender implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
    private static final int STOP_SECONDS = 20;

    private final String name;
    private final int port;
    private final Process process;
    private final Path log;

    private Contender(String name, int port, Process process, Path log) {
        this.name = name;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /**
     * @param folder for its log
     * @param port at which it will listen, on loopback
     * @throws CannotRunException when it ends, or does not listen in time
     */
    static Contender start(String name, Path folder, int port, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var log = folder.resolve(name + ".log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        // Also when whoever compares is stopped in the middle.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        var contender = new Contender(name, port, process, log);
        try {
            contender.awaitPort();
        } catch (RuntimeException e) {
            contender.close();
            throw e;
        }
        return contender;
    }

    /** On loopback. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    public int port() {
        return port;
    }

    Component component() {
        return new Component(name, Component.Kind.SERVER, process.pid());
    }

    private void awaitPort() throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new CannotRunException(
                            "%s does not listen on port %d; it said: %s".formatted(name, port, Files.readString(log)));
                }
                Thread.sleep(BETWEEN_TRIES);
            }
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
