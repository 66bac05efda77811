package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var run = new RunFolder(folder);
        var record = record("kafka", RunRecord.Kind.SERVER, sleep()).ready(Duration.ofMillis(1234));

        run.write(record);

        assertThat(run.records()).containsExactly(record);
    }

    @Test
    void theVeryProcessIsStopped() throws Exception {
        var process = sleep();
        var record = record("kafka", RunRecord.Kind.SERVER, process);
        assertThat(record.isRunning()).isTrue();

        record.stop(LIMIT);

        assertThat(process.waitFor()).isNotZero();
        assertThat(record.isRunning()).isFalse();
    }

    @Test
    void anotherProcessThatGotThePidIsLeftAlone() throws IOException {
        var stranger = sleep();
        var record = startedAt(
                record("kafka", RunRecord.Kind.SERVER, stranger), Instant.now().minusSeconds(3_600));

        record.stop(LIMIT);
        new RunFolder(folder).write(record);
        new Leftovers(new RunFolder(folder)).stop(line -> {});

        assertThat(record.isRunning()).isFalse();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void whatDoesNotListenIsKilled() throws Exception {
        var deaf = start("sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 1; done");
        assertThat(deaf.inputReader().readLine()).isEqualTo("deaf");
        var record = record("deaf", RunRecord.Kind.SERVICE, deaf);

        record.stop(Duration.ofMillis(300));

        assertThat(deaf.waitFor()).isEqualTo(137);
    }

    @Test
    void aPausedProcessIsStoppedToo() throws Exception {
        var process = sleep();
        var record = record("paused", RunRecord.Kind.SERVICE, process);
        new ProcessBuilder("sh", "-c", "kill -STOP " + process.pid()).start().waitFor();

        record.stop(LIMIT);

        assertThat(process.waitFor()).isEqualTo(143);
    }

    @Test
    void theGatewayEndsFirstAndTheServersLast() throws IOException {
        var run = new RunFolder(folder);
        run.write(record("kafka", RunRecord.Kind.SERVER, sleep()));
        run.write(record("shop-0", RunRecord.Kind.SERVICE, sleep()));
        run.write(record("api-gateway-0", RunRecord.Kind.GATEWAY, sleep()));
        var said = new ArrayList<String>();

        new Leftovers(run).stop(said::add);

        assertThat(said).hasSize(3);
        assertThat(said.get(0)).startsWith("api-gateway-0");
        assertThat(said.get(1)).startsWith("shop-0");
        assertThat(said.get(2)).startsWith("kafka");
        assertThat(processes).noneMatch(Process::isAlive);
        assertThat(run.records()).isEmpty();
    }

    private Process sleep() throws IOException {
        return start("sleep", "600");
    }

    private Process start(String... command) throws IOException {
        var process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private static RunRecord record(String name, RunRecord.Kind kind, Process process) {
        var startedAt = process.info().startInstant().orElseThrow();
        return new RunRecord(name, kind, process.pid(), startedAt, "TERM", 1, 0, Optional.empty());
    }

    private static RunRecord startedAt(RunRecord record, Instant startedAt) {
        return new RunRecord(
                record.name(),
                record.kind(),
                record.pid(),
                startedAt,
                record.stopSignal(),
                record.port(),
                record.managementPort(),
                record.readyAfter());
    }
}
