package dev.casebook.local;

import dev.casebook.servers.PrivateFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/** Secrets by name, made when first asked for and kept in a file that only its owner may read. */
final class Secrets {

    private static final int BYTES = 32;

    private final Path file;
    private final SecureRandom random;
    private final Properties known = new Properties();

    Secrets(Path file, SecureRandom random) throws IOException {
        this.file = file;
        this.random = random;
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                known.load(reader);
            }
        }
    }

    /** 32 random bytes in hex. */
    synchronized String get(String name) {
        var secret = known.getProperty(name);
        return secret == null ? create(name) : secret;
    }

    private String create(String name) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var secret = HexFormat.of().formatHex(bytes);
        known.setProperty(name, secret);
        try {
            Files.createDirectories(file.getParent());
            var text = new StringWriter();
            known.store(text, "Belongs to the data beside it: without it the databases cannot be entered.");
            PrivateFile.write(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return secret;
    }
}
