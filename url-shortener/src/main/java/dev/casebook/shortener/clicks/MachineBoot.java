package dev.casebook.shortener.clicks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** Tells runs of the machine apart: what was appended in an earlier one may have died in its page cache. */
final class MachineBoot {

    private static final Path LINUX_BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");

    private MachineBoot() {}

    /** The same until the machine starts again; where the system does not tell, another with each call. */
    static UUID current() {
        try {
            return UUID.fromString(Files.readString(LINUX_BOOT_ID).strip());
        } catch (IOException notLinux) {
            return UUID.randomUUID();
        }
    }
}
