package dev.casebook.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The compilers of a JVM. While its code is new they have work for minutes, a second and more at a time, and to the system they are as good as the
 * threads that serve requests: with several JVMs on two cores, requests would wait for them.
 */
final class CompilerThreads {

    private static final Path PROCESSES = Path.of("/proc");
    private static final Pattern NAME = Pattern.compile("C[12] Compiler.*");

    /** About a tenth of the share that others have when all want to run; all of it when they do not. */
    private static final String NICENESS = "10";

    private CompilerThreads() {}

    /**
     * From now on they run on what others leave, which costs warm-up some time and requests none. Nothing changes where the system does not tell threads, as
     * macOS, or has no {@code renice}.
     */
    static void giveWay(long pid) {
        try {
            var threads = ids(PROCESSES.resolve(Long.toString(pid)).resolve("task"));
            if (!threads.isEmpty()) {
                var command = new ArrayList<>(List.of("renice", "-n", NICENESS, "-p"));
                command.addAll(threads);
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor();
            }
        } catch (IOException asBefore) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> ids(Path tasks) throws IOException {
        if (!Files.isDirectory(tasks)) {
            return List.of();
        }
        var found = new ArrayList<String>();
        try (var threads = Files.newDirectoryStream(tasks)) {
            for (var thread : threads) {
                if (NAME.matcher(Files.readString(thread.resolve("comm")).strip())
                        .matches()) {
                    found.add(thread.getFileName().toString());
                }
            }
        }
        return found;
    }
}
