package dev.casebook.lab.limiters.services;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What each command needs that starts the rate limiter. */
public final class ServiceOptions {

    @Option(names = "--service", required = true, description = "quarkus-run.jar of the rate limiter")
    private Path jar;

    @Option(
            names = "--work",
            defaultValue = ".casebook",
            description = "folder for what is unpacked, and for reports (default ${DEFAULT-VALUE})")
    private Path work;

    public Path jar() {
        return jar;
    }

    public Path reports() {
        return work.resolve("reports");
    }

    /** Where Redis is unpacked. */
    public Path cache() {
        return work.resolve("cache");
    }
}
