package dev.casebook.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jose4j.jwk.RsaJsonWebKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IssuerKeyTest {

    @TempDir
    Path folder;

    @Test
    void keyIsMadeOnceAndKept() throws IOException {
        var first = IssuerKey.in(folder.resolve("new"), IssuerKey.FILE);
        var second = IssuerKey.in(folder.resolve("new"), IssuerKey.FILE);

        assertThat(second.getKeyId()).isEqualTo(first.getKeyId());
        assertThat(second.getPrivateKey()).isEqualTo(first.getPrivateKey());
    }

    @Test
    void nobodyElseMayReadIt() throws IOException {
        IssuerKey.in(folder, IssuerKey.FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("issuer-key.jwk"))))
                .isEqualTo("rw-------");
    }

    @Test
    void makersAtOnceAgree() throws Exception {
        Callable<RsaJsonWebKey> maker = () -> IssuerKey.in(folder, IssuerKey.FILE);
        var made = new ArrayList<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<RsaJsonWebKey> each :
                    threads.invokeAll(Stream.generate(() -> maker).limit(4).toList())) {
                made.add(each.get().getKeyId());
            }
        }

        assertThat(made).hasSize(4).containsOnly(made.getFirst());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("issuer-key.jwk"));
        }
    }

    @Test
    void brokenFileIsNotReplaced() throws IOException {
        Files.writeString(folder.resolve("issuer-key.jwk"), "{}");

        assertThatThrownBy(() -> IssuerKey.in(folder, IssuerKey.FILE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("remove it");
    }
}
