package dev.casebook.testkit;

import dev.casebook.stack.Service;
import dev.casebook.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** The Maven module whose tests run. */
record Module(Path folder, Path root, Stack stack) {

    static Module current() {
        var folder = Path.of("").toAbsolutePath();
        var root = folder;
        while (!Files.exists(root.resolve("stack.yaml"))) {
            root = root.getParent();
            if (root == null) {
                throw new IllegalStateException("no stack.yaml above " + folder);
            }
        }
        try {
            return new Module(folder, root, Stack.load(root.resolve("stack.yaml")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The service's own, or one named after the module. */
    String database() {
        return Optional.ofNullable(stack.services().get(name()))
                .flatMap(Service::database)
                .orElse(name().replace('-', '_'));
    }

    /** Empty, below the module's {@code target}. */
    Path freshFolder(String name) {
        var fresh = folder.resolve("target").resolve("servers").resolve(name);
        try {
            if (Files.exists(fresh)) {
                try (var paths = Files.walk(fresh)) {
                    for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(path);
                    }
                }
            }
            return Files.createDirectories(fresh);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Shared by all modules, and with the launcher: unpacking PostgreSQL takes a while. */
    Path cache() {
        return root.resolve(".casebook").resolve("cache");
    }

    private String name() {
        return folder.getFileName().toString();
    }
}
