package dev.casebook.limiter.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A bad way to a server: on each connection, after a while, answers get lost, while what is asked still arrives; and then it breaks.
 */
final class LossyRelay implements AutoCloseable {

    private static final int BUFFER = 65_536;
    private static final int SHORTEST_LIFE = 10;
    private static final int LONGEST_LIFE = 60;
    private static final long LOST_MILLIS = 200;

    private final ServerSocket listening;
    private final int target;
    private final Random random;

    LossyRelay(int port, int target, long seed) throws IOException {
        this.listening = new ServerSocket(port, 0, InetAddress.getLoopbackAddress());
        this.target = target;
        this.random = new Random(seed);
        Thread.ofPlatform().daemon().start(this::accept);
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var caller = listening.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                int answers = random.nextInt(SHORTEST_LIFE, LONGEST_LIFE);
                Thread.ofPlatform().daemon().start(() -> pass(caller, server, Integer.MAX_VALUE));
                Thread.ofPlatform().daemon().start(() -> pass(server, caller, answers));
            } catch (IOException e) {
                if (!listening.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** @param reads after which what comes gets lost */
    private void pass(Socket from, Socket to, int reads) {
        try (from;
                to) {
            var buffer = new byte[BUFFER];
            for (int read = 0, length; (length = from.getInputStream().read(buffer)) > 0; read++) {
                if (read < reads) {
                    to.getOutputStream().write(buffer, 0, length);
                } else if (read == reads) {
                    CompletableFuture.delayedExecutor(LOST_MILLIS, TimeUnit.MILLISECONDS)
                            .execute(() -> close(from, to));
                }
            }
        } catch (IOException e) {
            // Broken, as it is meant to be.
        }
    }

    private static void close(Socket one, Socket other) {
        try (one;
                other) {
            // Both.
        } catch (IOException e) {
            // They are closed.
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
