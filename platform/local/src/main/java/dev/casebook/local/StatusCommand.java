package dev.casebook.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

@Command(name = "status", description = "What runs, since when, and how much memory it holds against the budget")
final class StatusCommand implements Callable<Integer> {

    /** What the servers and the launcher may hold together, MiB. */
    static final int SERVERS_BUDGET = 640;
    /** What a service may hold, MiB. */
    static final int SERVICE_BUDGET = 192;

    private static final int ANSWER_MILLIS = 2_000;
    private static final int NOT_UP = 3;
    private static final String ROW = "%-18s %-10s %8s %7s %10s %9s %11s%n";

    @ParentCommand
    private Main main;

    @Override
    public Integer call() throws IOException {
        var records = new RunFolder(main.checkout().run()).records();
        if (records.stream().noneMatch(RunRecord::isRunning)) {
            System.out.println("Casebook is not up.");
            return NOT_UP;
        }
        var servers = Memory.NONE;
        var proportional = true;
        System.out.printf(ROW, "", "STATE", "PID", "PORT", "UP", "READY IN", "MEMORY");
        for (var record : records) {
            var memory =
                    record.process().map(process -> memory(record, process)).orElse(Memory.NONE);
            print(record, memory);
            proportional &= memory.proportional();
            if (record.kind() == RunRecord.Kind.LAUNCHER || record.kind() == RunRecord.Kind.SERVER) {
                servers = servers.plus(memory);
            }
        }
        System.out.printf(
                "%nServers and launcher: %d of %d MiB. Each service: at most %d MiB. %s%n",
                servers.mib(),
                SERVERS_BUDGET,
                SERVICE_BUDGET,
                proportional
                        ? "Memory is PSS: a page that n processes share counts 1/n in each."
                        : "Memory is RSS, because this system does not tell PSS: a shared page counts in each process.");
        return 0;
    }

    /** Everything else is the launcher's descendant, and counted in its own row. */
    private static Memory memory(RunRecord record, ProcessHandle process) {
        return record.kind() == RunRecord.Kind.LAUNCHER ? Memory.alone(process) : Memory.of(process);
    }

    private static void print(RunRecord record, Memory memory) {
        var service = record.kind() == RunRecord.Kind.SERVICE || record.kind() == RunRecord.Kind.GATEWAY;
        System.out.printf(
                ROW,
                record.name(),
                state(record),
                record.isRunning() ? record.pid() : "-",
                record.port() == 0 ? "-" : record.port(),
                record.isRunning() ? uptime(Duration.between(record.startedAt(), Instant.now())) : "-",
                record.readyAfter()
                        .map(time -> "%.1f s".formatted(time.toMillis() / 1e3))
                        .orElse("-"),
                memory.mib() + " MiB" + (service && memory.mib() > SERVICE_BUDGET ? " !" : ""));
    }

    private static String state(RunRecord record) {
        if (!record.isRunning()) {
            return "ended";
        }
        if (record.kind() == RunRecord.Kind.LAUNCHER) {
            return "running";
        }
        if (record.readyAfter().isEmpty()) {
            return "starting";
        }
        return record.managementPort() == 0 || isReady(record.managementPort()) ? "ready" : "not ready";
    }

    private static boolean isReady(int managementPort) {
        try {
            var connection = (HttpURLConnection)
                    URI.create("http://%s:%d/q/health/ready".formatted(Processes.HOST, managementPort))
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(ANSWER_MILLIS);
            connection.setReadTimeout(ANSWER_MILLIS);
            return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
        } catch (IOException e) {
            return false;
        }
    }

    static String uptime(Duration time) {
        if (time.toHours() > 0) {
            return "%d h %02d min".formatted(time.toHours(), time.toMinutesPart());
        }
        return time.toMinutes() > 0
                ? "%d min %02d s".formatted(time.toMinutes(), time.toSecondsPart())
                : time.toSeconds() + " s";
    }
}
