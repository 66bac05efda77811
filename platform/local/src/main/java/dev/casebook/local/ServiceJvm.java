package dev.casebook.local;

import dev.casebook.stack.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How the JVM of a service is started: small, because ten of them share a laptop. */
final class ServiceJvm {

    private ServiceJvm() {}

    /** The options, which an AOT cache is valid for. */
    static List<String> options(Service service) {
        return List.of(
                "-Xmx" + service.heap(),
                // The old generation is touched only as far as it fills. The young one has its size from the start: in
                // a heap that begins small it is collected several times as often, and keeps what died a moment later.
                // A quarter, since a third, the default, leaves too little for what is old.
                "-Xms" + service.heap(),
                "-XX:NewRatio=3",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:ReservedCodeCacheSize=48m",
                // Each 15 % of new code would have the whole heap collected, to see which code nobody runs any more:
                // a pause of 0.2 s and more, several times while a service gets warm. So only when little is left.
                "-XX:SweeperThreshold=100",
                "-XX:MaxDirectMemorySize=32m",
                "-XX:+ExitOnOutOfMemoryError",
                // The C library keeps what the start needed, a tenth of all, unless it is told to give it back.
                "-XX:TrimNativeHeapInterval=10000",
                // The AOT cache stays where it was made for: nothing is copied to move addresses, and instances share
                // its pages.
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:ArchiveRelocationMode=0",
                "-Xss512k",
                // Netty: one arena that grows by 1 MiB, not several that grow by 4, is enough for the event loops of
                // two processors.
                "-Dio.netty.allocator.numDirectArenas=1",
                "-Dio.netty.allocator.numHeapArenas=1",
                "-Dio.netty.allocator.maxOrder=7",
                // Lettuce would load the flight recorder for events that nobody records.
                "-Dio.lettuce.core.jfr=false",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow");
    }

    static List<String> command(Service service, List<String> more, Path jar) {
        var command = new ArrayList<String>();
        command.add(java().toString());
        command.addAll(options(service));
        command.addAll(more);
        command.add("-jar");
        command.add(jar.toString());
        return command;
    }

    /**
     * What the C library is told: without the limit each of many threads keeps an arena of native memory; and the compiler's
     * chunks of 32 KiB are mapped one by one, so that they go back when it is done instead of leaving holes.
     */
    static Map<String, String> environment() {
        return Map.of("MALLOC_ARENA_MAX", "2", "MALLOC_MMAP_THRESHOLD_", "16384");
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }
}
