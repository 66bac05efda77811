package dev.casebook.lab.drills;

import dev.casebook.lab.gateways.Head;
import dev.casebook.lab.gateways.Listener;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/** One instance of the service behind the gateway, which can be told to misbehave. */
final class Instance implements AutoCloseable {

    private static final String READY = "GET /q/health/ready ";
    private static final byte[] ANSWER = Head.bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    private static final byte[] GARBAGE = Head.bytes("\u0016\u0003\u0001 this is not HTTP\r\n\r\n");
    private static final Duration SLOWNESS = Duration.ofSeconds(3);
    private static final double CUT_SHARE = 0.4;
    private static final int PLACES = 4;
    private static final Duration WORK = Duration.ofMillis(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** Requests a second that it can do while it is {@link Fault#NARROW}. */
    static final int NARROW_RATE = (int) (PLACES * Duration.ofSeconds(1).dividedBy(WORK));

    private final LongAdder asked = new LongAdder();
    private final Semaphore places = new Semaphore(PLACES, true);
    private final int port;
    private Listener listener;
    private volatile Fault fault = Fault.NONE;

    Instance() {
        listener = new Listener(0, this::answer);
        port = listener.port();
    }

    int port() {
        return port;
    }

    String address() {
        return "127.0.0.1:%1$d/%1$d".formatted(port);
    }

    /** Requests that reached it, without the questions after its health. */
    long asked() {
        return asked.sum();
    }

    void become(Fault next) {
        fault = next;
        if (next == Fault.DEAD) {
            close();
        } else if (listener.isClosed()) {
            listener = new Listener(port, this::answer);
        }
    }

    private void answer(List<String> head, InputStream in, Socket client) throws IOException, InterruptedException {
        if (head.getFirst().startsWith(READY)) {
            client.getOutputStream().write(ANSWER);
        } else {
            asked.increment();
            answer(client);
        }
    }

    private void answer(Socket client) throws IOException, InterruptedException {
        var now = fault;
        if (now == Fault.SLOW) {
            Thread.sleep(SLOWNESS);
        }
        if (now == Fault.NARROW) {
            work();
        }
        if (now == Fault.CUTTING && ThreadLocalRandom.current().nextDouble() < CUT_SHARE) {
            Listener.cut(client);
        } else {
            client.getOutputStream().write(now == Fault.GARBAGE ? GARBAGE : ANSWER);
        }
    }

    private void work() throws InterruptedException {
        places.acquire();
        try {
            Thread.sleep(WORK);
        } finally {
            places.release();
        }
    }

    /** Until it has done what it was asked for. */
    void awaitQuiet() throws InterruptedException {
        while (places.availablePermits() < PLACES) {
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
