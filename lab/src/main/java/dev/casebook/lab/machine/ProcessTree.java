package dev.casebook.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The processes of one component. */
public final class ProcessTree {

    private final Component component;
    /** By pid, so that the time of a process that ended since is not lost. */
    private final Map<Long, Duration> cpu = new HashMap<>();

    public ProcessTree(Component component) {
        this.component = component;
    }

    public Component component() {
        return component;
    }

    /** User and system time since the start of each process, as far as the system tells it. */
    public Duration cpu() {
        processes()
                .forEach(process -> process.info().totalCpuDuration().ifPresent(time -> cpu.put(process.pid(), time)));
        return cpu.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** Proportional set size in KiB; empty where the system does not tell it. */
    public OptionalLong pssKib() {
        return processes()
                .map(process -> Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))
                .mapToLong(ProcessTree::pssKib)
                .filter(kib -> kib >= 0)
                .reduce(Long::sum);
    }

    private static long pssKib(Path rollup) {
        try {
            return Files.readAllLines(rollup).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            // No such file outside Linux; and a process may end, or forbid reading, between listing and reading.
            return -1;
        }
    }

    /** The launcher is the parent of all others, which count for themselves. */
    private Stream<ProcessHandle> processes() {
        return component.process().stream().flatMap(root -> switch (component.kind()) {
            case LAUNCHER, GENERATOR -> Stream.of(root);
            case SERVER, SERVICE -> Stream.concat(Stream.of(root), root.descendants());
        });
    }
}
