package dev.casebook.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder made once from a resource, whole or not at all, however many processes try at the same time or die on the way. */
final class UnpackedOnce {

    interface Unpacker {
        void unpack(InputStream packed, Path folder) throws IOException;
    }

    private UnpackedOnce() {}

    /**
     * @param resource absolute, on the class path
     * @return a folder below {@code cache} that belongs to this very version of the resource
     */
    static Path folder(Path cache, String name, String resource, Unpacker unpacker) throws IOException {
        var packed = UnpackedOnce.class.getResource(resource);
        if (packed == null) {
            throw new ServerException("The binary %s is not on the class path: build again with all dependencies"
                    .formatted(resource.substring(1)));
        }
        var folder = cache.resolve(name + "-" + version(packed));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(cache);
            var unfinished = Files.createTempDirectory(cache, "unpacking-" + name + "-");
            try {
                try (var stream = packed.openStream()) {
                    unpacker.unpack(stream, unfinished);
                }
                publish(unfinished, folder);
            } finally {
                Folders.delete(unfinished);
            }
        }
        return folder;
    }

    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException e) {
            // Somebody else was faster, and what they made is as good.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static String version(URL packed) throws IOException {
        var connection = packed.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                return "%08x".formatted(file.getJarEntry(jar.getEntryName()).getCrc());
            }
        }
        return "%d".formatted(connection.getContentLengthLong());
    }
}
