package dev.casebook.lab.machine;

import dev.casebook.lab.machine.Component.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/** Reads which processes the launcher started, from the {@code <name>.run} files that it keeps while they run. */
public final class RunningStack {

    /** The clock's correction may move what the system says of a start by as much. */
    private static final Duration CLOCK_STEP = Duration.ofSeconds(2);

    private RunningStack() {}

    /** @return those that run, in the order of their names; none when there is no such folder */
    public static List<Component> components(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(folder, "*.run")) {
            var components = new ArrayList<Component>();
            for (var file : files) {
                var record = properties(file);
                if (runs(record)) {
                    components.add(new Component(record.getProperty("name"), kind(record), pid(record)));
                }
            }
            components.sort(Comparator.comparing(Component::kind).thenComparing(Component::name));
            return List.copyOf(components);
        }
    }

    private static Properties properties(Path file) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }

    /** A pid alone names nobody: another process may have it since. */
    private static boolean runs(Properties record) {
        var startedAt = Instant.parse(record.getProperty("startedAt"));
        return ProcessHandle.of(pid(record))
                .flatMap(process -> process.info().startInstant())
                .filter(actual -> Duration.between(actual, startedAt).abs().compareTo(CLOCK_STEP) <= 0)
                .isPresent();
    }

    private static long pid(Properties record) {
        return Long.parseLong(record.getProperty("pid"));
    }

    private static Kind kind(Properties record) {
        return switch (record.getProperty("kind")) {
            case "LAUNCHER" -> Kind.LAUNCHER;
            case "SERVER" -> Kind.SERVER;
            default -> Kind.SERVICE;
        };
    }
}
