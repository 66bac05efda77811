package dev.casebook.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** TCP ports of this machine. */
public final class Ports {

    private static final String LISTENING = "0A";
    private static final String LOOPBACK = "127.0.0.1";
    private static final int FIRST = 20_000;
    /** Linux begins at 32768, macOS at 49152. */
    private static final int FIRST_EPHEMERAL = 32_768;

    private static final int ATTEMPTS = 1_000;

    private Ports() {}

    /**
     * A port of this machine's loopback that nobody uses now. Below those that systems give to outgoing connections, one
     * of which would otherwise take it before the server does.
     */
    public static int free() {
        for (int i = 0; i < ATTEMPTS; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST_EPHEMERAL);
            if (isFree(LOOPBACK, port)) {
                return port;
            }
        }
        throw new ServerException("found no free port between %d and %d".formatted(FIRST, FIRST_EPHEMERAL));
    }

    public static boolean isFree(String host, int port) {
        try (var socket = new ServerSocket()) {
            // As servers do: what still winds down after a close does not count as taken.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Who listens on a port, as far as this user may know. */
    public static Optional<ProcessHandle> owner(int port) {
        try {
            if (Files.isDirectory(Path.of("/proc/net"))) {
                return ownerOfSockets(listeningSockets(port));
            }
            var lsof = new ProcessBuilder("lsof", "-nP", "-t", "-iTCP:" + port, "-sTCP:LISTEN")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var pid = new String(lsof.getInputStream().readAllBytes()).lines().findFirst();
            return pid.flatMap(text -> ProcessHandle.of(Long.parseLong(text.strip())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@code by process 4711 (nginx)}, or {@code by another process} when this user may not know. */
    public static String describeOwner(int port) {
        return owner(port)
                .map(process -> "by process %d%s"
                        .formatted(
                                process.pid(),
                                process.info()
                                        .command()
                                        .map(command -> " (" + Path.of(command).getFileName() + ")")
                                        .orElse("")))
                .orElse("by another process");
    }

    private static Set<String> listeningSockets(int port) throws IOException {
        var suffix = ":%04X".formatted(port);
        try (var lines = Stream.concat(lines("/proc/net/tcp"), lines("/proc/net/tcp6"))) {
            return lines.map(line -> line.strip().toUpperCase(Locale.ROOT).split("\\s+"))
                    .filter(fields -> fields.length > 9 && fields[1].endsWith(suffix) && fields[3].equals(LISTENING))
                    .map(fields -> "socket:[" + fields[9] + "]")
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<String> lines(String file) throws IOException {
        return Files.exists(Path.of(file)) ? Files.readAllLines(Path.of(file)).stream() : Stream.empty();
    }

    private static Optional<ProcessHandle> ownerOfSockets(Set<String> sockets) {
        return sockets.isEmpty()
                ? Optional.empty()
                : ProcessHandle.allProcesses()
                        .filter(process -> holdsOneOf(process, sockets))
                        .findFirst();
    }

    private static boolean holdsOneOf(ProcessHandle process, Set<String> sockets) {
        try (var files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.anyMatch(file -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(file).toString());
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        } catch (IOException | UncheckedIOException notOurs) {
            return false;
        }
    }
}
