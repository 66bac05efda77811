package dev.casebook.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a result was measured on.
 *
 * @param cpu the model as the system names it, or the architecture where it does not
 * @param java the JDK of the generator and, by the launcher, of the services
 * @param memoryMib of the machine; 0 where the system does not tell it
 */
public record Machine(String os, String cpu, int cores, long memoryMib, String java) {

    public static Machine here() {
        return new Machine(
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                field(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field(Path.of("/proc/meminfo"), "MemTotal", "0").replace(" kB", "")) / 1024,
                System.getProperty("java.vendor.version", "") + " " + Runtime.version());
    }

    private static String field(Path file, String name, String otherwise) {
        if (!Files.isReadable(file)) {
            return otherwise;
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
