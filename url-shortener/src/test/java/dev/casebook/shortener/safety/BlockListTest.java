package dev.casebook.shortener.safety;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockListTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-06-01T12:00:00Z"));

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @TempDir
    Path folder;

    private Path file;
    private BlockList list;

    @AfterEach
    void end() {
        threads.close();
    }

    @BeforeEach
    void start() {
        file = folder.resolve("blocked.txt");
        var settings = SafetyFixture.settings(
                Map.of("blocked-hosts", "always.example", "block-list", file.toString(), "block-list-pause", "30s"));
        list = new BlockList(
                settings,
                new Clock() {
                    @Override
                    public ZoneOffset getZone() {
                        return ZoneOffset.UTC;
                    }

                    @Override
                    public Clock withZone(ZoneId zone) {
                        return this;
                    }

                    @Override
                    public Instant instant() {
                        return now.get();
                    }
                },
                threads);
    }

    @Test
    void fileAddsToTheSettingsAndSkipsComments() throws IOException {
        write("# known bad\n\nBad.Example  # since June\n", 1);

        assertThat(blocks("bad.example")).isTrue();
        assertThat(blocks("www.bad.example")).isTrue();
        assertThat(blocks("always.example")).isTrue();
        assertThat(blocks("known")).isFalse();
        assertThat(blocks("example")).isFalse();
    }

    /** In whatever encoding somebody wrote it: the rest of the list goes on to count. */
    @Test
    void lineThatIsNoUtf8DoesNotStopTheOthers() throws IOException {
        Files.write(file, "bad.example # caf\u00e9\nb\u00fccher.example\nworse.example\n".getBytes(ISO_8859_1));

        assertThat(blocks("bad.example")).isTrue();
        assertThat(blocks("worse.example")).isTrue();
    }

    @Test
    void folderInPlaceOfTheFileIsLikeAFileThatIsMissing() throws IOException {
        Files.createDirectory(file);

        assertThat(blocks("always.example")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "b\u00fccher.example, xn--bcher-kva.example",
        "evil.example., evil.example",
        "evil.example., below.evil.example",
        "\uff45vil.example, evil.example",
        "[2606:4700::1111], [2606:4700:0:0::1111]",
        "2606:4700::1111, [2606:4700::1111]",
        "0x01010101, 1.1.1.1",
    })
    void hostsAreComparedAsTargetsAreWhateverTheirSpelling(String line, String host) throws IOException {
        write("no host\n" + line + "\n", 1);

        assertThat(blocks(host)).isTrue();
    }

    @Test
    void changedFileCountsAfterThePause() throws IOException {
        write("bad.example\n", 1);
        assertThat(blocks("worse.example")).isFalse();

        write("worse.example\n", 2);
        assertThat(blocks("worse.example")).isFalse();
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(31)));

        assertThat(blocks("worse.example")).isTrue();
        assertThat(blocks("bad.example")).isFalse();
    }

    @Test
    void whoMayNotWaitLearnsOfAChangeSoonAfterThePause() throws IOException {
        write("bad.example\n", 1);
        assertThat(blocks("bad.example")).isTrue();
        write("worse.example\n", 2);
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(31)));

        // The first who comes has it read, and does not wait for that.
        list.containsNow(Host.of("worse.example"));

        await().atMost(Duration.ofSeconds(60)).until(() -> list.containsNow(Host.of("worse.example")));
        assertThat(list.containsNow(Host.of("bad.example"))).isFalse();
    }

    @Test
    void targetsAreComparedByTheirHostInEverySpelling() {
        var targets = new BlockedTargets(list);

        assertThat(List.of(
                        "https://always.example/",
                        "http://always.example:8080?a=b",
                        "https://WWW.Always.Example./x:1",
                        "https://always.example"))
                .allMatch(targets::contain);
        assertThat(List.of(
                        "https://example.com/always.example", "https://[2001:db8::1]:80/", "https://nalways.example/"))
                .noneMatch(targets::contain);
    }

    @Test
    void vanishedFileGoesOnToCount() throws IOException {
        write("bad.example\n", 1);
        assertThat(blocks("bad.example")).isTrue();

        Files.delete(file);
        now.updateAndGet(time -> time.plus(Duration.ofSeconds(31)));

        assertThat(blocks("bad.example")).isTrue();
    }

    @Test
    void missingFileBlocksNothingMore() {
        assertThat(blocks("bad.example")).isFalse();
        assertThat(blocks("always.example")).isTrue();
    }

    private boolean blocks(String host) {
        return list.contains(Host.of(host));
    }

    /** @param version the file's time of change, because two writings may fall into one tick of the file system */
    private void write(String text, int version) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(version * 10_000L));
    }
}
