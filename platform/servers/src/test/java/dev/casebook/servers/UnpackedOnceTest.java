package dev.casebook.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedOnceTest {

    private static final String RESOURCE = Platform.current().redisResource();

    @TempDir
    Path cache;

    @Test
    void manyAtOnceGetOneWholeFolder() throws Exception {
        var together = new CountDownLatch(8);
        UnpackedOnce.Unpacker slow = (packed, folder) -> {
            together.countDown();
            await(together);
            copy(packed, folder);
        };

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var folders = threads
                    .invokeAll(IntStream.range(0, 8)
                            .<Callable<Path>>mapToObj(i -> () -> UnpackedOnce.folder(cache, "x", RESOURCE, slow))
                            .toList())
                    .stream()
                    .map(future -> future.resultNow())
                    .distinct()
                    .toList();

            assertThat(folders).hasSize(1);
            assertThat(folders.getFirst().resolve("content")).isNotEmptyFile();
        }
        assertThat(cache).isDirectoryNotContaining("glob:**unpacking*");
    }

    @Test
    void aFailureLeavesNothingAndTheNextTryWorks() throws IOException {
        assertThatThrownBy(() -> UnpackedOnce.folder(cache, "x", RESOURCE, (packed, folder) -> {
                    Files.writeString(folder.resolve("content"), "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(cache).isEmptyDirectory();

        var folder = UnpackedOnce.folder(cache, "x", RESOURCE, UnpackedOnceTest::copy);

        assertThat(Files.size(folder.resolve("content"))).isGreaterThan(1_000_000);
    }

    @Test
    void theSecondTimeNothingIsUnpacked() throws IOException {
        var first = UnpackedOnce.folder(cache, "x", RESOURCE, UnpackedOnceTest::copy);

        var second = UnpackedOnce.folder(cache, "x", RESOURCE, (packed, folder) -> {
            throw new IOException("unpacked again");
        });

        assertThat(second).isEqualTo(first);
    }

    private static void copy(InputStream packed, Path folder) throws IOException {
        Files.copy(packed, folder.resolve("content"));
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
