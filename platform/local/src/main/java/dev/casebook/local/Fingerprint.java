package dev.casebook.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** Whether files changed, were added or removed, told from their names, sizes and times without reading them. */
final class Fingerprint {

    private final TreeSet<String> lines = new TreeSet<>();

    /** Anything else that must be the same. */
    Fingerprint with(Object... values) {
        for (var value : values) {
            lines.add("= " + value);
        }
        return this;
    }

    /**
     * A file, or all files below a folder. What is not there counts as not there.
     *
     * @param without names of folders to leave out
     */
    Fingerprint with(Path path, Set<String> without) throws IOException {
        if (!Files.exists(path)) {
            return this;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return without.contains(folder.getFileName().toString())
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                lines.add("%s %d %s".formatted(file, attributes.size(), attributes.lastModifiedTime()));
                return FileVisitResult.CONTINUE;
            }
        });
        return this;
    }

    Fingerprint with(Collection<Path> paths, Set<String> without) throws IOException {
        for (var path : paths) {
            with(path, without);
        }
        return this;
    }

    String text() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
