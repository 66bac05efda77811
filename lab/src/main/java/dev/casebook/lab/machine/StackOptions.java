package dev.casebook.lab.machine;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where commands learn what runs, and how its servers are entered. */
public final class StackOptions {

    @Option(
            names = "--stack",
            defaultValue = "stack.yaml",
            description = "the topology that is running (default ${DEFAULT-VALUE})")
    private Path stack;

    @Option(
            names = "--secrets",
            defaultValue = ".casebook/data/secrets.properties",
            description = "the launcher's file of secrets, to ask the servers (default ${DEFAULT-VALUE})")
    private Path secrets;

    public Path stack() {
        return stack;
    }

    public Path secrets() {
        return secrets;
    }
}
