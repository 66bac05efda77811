package dev.casebook.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;

/** What must be so before a server is started; each failure is a {@link ServerException} with a sentence for a person. */
record StartConditions(String name, ServerPlace place, Patience patience) {

    private static final long MIN_FREE_BYTES = 64L << 20;

    void check(List<Integer> ports) throws IOException {
        checkDisk();
        ports.forEach(this::checkPort);
    }

    private void checkDisk() throws IOException {
        Files.createDirectories(place.data().getParent());
        long free = Files.getFileStore(place.data().getParent()).getUsableSpace();
        if (free < MIN_FREE_BYTES) {
            throw new ServerException("%s cannot start: the disk that holds %s is full (%d MiB left, %d needed)"
                    .formatted(name, place.data(), free >> 20, MIN_FREE_BYTES >> 20));
        }
    }

    private void checkPort(int port) {
        var begin = System.nanoTime();
        while (!Ports.isFree(place.host(), port)) {
            if (System.nanoTime() - begin > patience.port().toNanos()) {
                throw new ServerException("%s cannot listen on %s:%d: the port is in use %s"
                        .formatted(name, place.host(), port, Ports.describeOwner(port)));
            }
            pause(Patience.POLL);
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while starting", e);
        }
    }
}
