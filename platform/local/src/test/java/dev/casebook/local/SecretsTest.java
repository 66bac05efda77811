package dev.casebook.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("data/secrets.properties");
    }

    @Test
    void aSecretIsMadeOnceAndKept() throws IOException {
        var made = secrets().get("postgresql");

        assertThat(made).matches("[0-9a-f]{64}");
        assertThat(secrets().get("postgresql")).isEqualTo(made);
    }

    @Test
    void secretsDiffer() throws IOException {
        var secrets = secrets();

        assertThat(secrets.get("a")).isNotEqualTo(secrets.get("b"));
    }

    @Test
    void onlyTheOwnerMayReadThem() throws IOException {
        secrets().get("a");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    private Secrets secrets() throws IOException {
        return new Secrets(file, new SecureRandom());
    }
}
