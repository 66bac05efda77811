package dev.casebook.lab.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.lab.Lab;
import dev.casebook.lab.capacity.Stored.Cached;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapacityTest {

    @TempDir
    private Path reports;

    private String capacity() {
        var said = new StringWriter();
        int code = Lab.commandLine()
                .setOut(new PrintWriter(said))
                .execute("capacity", "--out", reports.toString(), "--stack", "none");
        assertThat(code).isZero();
        return said.toString();
    }

    private void run(String folder, int rate) throws IOException {
        Files.writeString(Files.createDirectories(reports.resolve(folder)).resolve("result.json"), """
                {"command": "./casebook load redirects", "started": "2026-01-01T00:00:00Z", "machine": {"cores": 2},
                 "load": {"ratePerSecond": %d}, "rate": {"held": true}, "latency": {"p99": 4.56},
                 "ledger": {"lag": {"max": 356.0}},
                 "components": [{"name": "load generator", "cpuMicrosPerRequest": 80},
                                {"name": "api-gateway-0", "cpuMicrosPerRequest": 60},
                                {"name": "url-shortener-0", "cpuMicrosPerRequest": 140}]}
                """.formatted(rate));
    }

    @Test
    void estimateStandsAloneBeforeTheFirstRun() throws IOException {
        assertThat(capacity())
                .contains("No load run yet")
                .contains("3,858 / 7,716 per second")
                .contains("3.0 TB");
        assertThat(reports.resolve("capacity.html")).content().contains("7,716 per second");
    }

    @Test
    void lastRunStandsBesideTheEstimate() throws IOException {
        run("20260101-000000-redirects", 1_000);
        run("20260102-000000-redirects", 4_000);

        assertThat(capacity())
                .contains("4,000 per second, held")
                .contains("4.6 ms")
                .contains("0.36 s at most")
                .contains("200 µs")
                .contains("1.5 at this cost");
    }

    @Test
    void redisThatIsAwayIsSaidAndIsNotAnEmptyOne() {
        assertThat(cachedLink(Optional.empty())).isEqualTo("Redis is away");
        assertThat(cachedLink(Optional.of(new Cached(0, 0)))).isEqualTo("0 bytes, 0 entries");
        assertThat(cachedLink(Optional.of(new Cached(1_500, 240)))).isEqualTo("240 bytes, 1,500 entries");
    }

    private static String cachedLink(Optional<Cached> cached) {
        var stored = new Stored(10, 1_000, 1_000, cached);
        return new CapacityRows(ShortenerEstimate.CHAPTER, Optional.empty(), Optional.of(stored))
                .rows().stream()
                        .filter(row -> row.getFirst().equals("a cached link in Redis"))
                        .findFirst()
                        .orElseThrow()
                        .getLast();
    }
}
