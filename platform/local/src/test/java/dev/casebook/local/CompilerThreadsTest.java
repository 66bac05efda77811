package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class CompilerThreadsTest {

    private static final int NICE = 18;

    /** A JVM that waits until its input ends. */
    static final class Waiting {
        public static void main(String[] arguments) throws IOException {
            System.in.readAllBytes();
        }
    }

    /** @return by name, the niceness of each thread */
    private static TreeMap<String, Integer> threads(long pid) throws IOException {
        var threads = new TreeMap<String, Integer>();
        try (var tasks = Files.newDirectoryStream(Path.of("/proc/%d/task".formatted(pid)))) {
            for (var task : tasks) {
                var stat = Files.readString(task.resolve("stat"));
                // Behind the name, which may have spaces in it.
                var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
                threads.put(Files.readString(task.resolve("comm")).strip(), Integer.parseInt(fields[NICE - 2]));
            }
        }
        return threads;
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "others do not tell the threads of a process")
    void compilersGiveWayAndNobodyElseDoes() throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), Waiting.class.getName()).start();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> threads(process.pid()).keySet().stream()
                    .anyMatch(name -> name.startsWith("C1 Compiler")));
            int before = threads(process.pid()).get("java");

            CompilerThreads.giveWay(process.pid());

            assertThat(threads(process.pid()))
                    .allSatisfy((name, nice) ->
                            assertThat(nice).as(name).isEqualTo(name.matches("C[12] Compiler.*") ? 10 : before));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void processThatIsGoneIsNoFailure() {
        CompilerThreads.giveWay(Long.MAX_VALUE);
    }
}
