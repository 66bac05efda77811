package dev.casebook.gateway.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Keys and their certificates, made anew by the JDK's keytool for each run: no private key belongs into a repository. */
public final class TestCertificates {

    private static final Path KEYTOOL = Path.of(System.getProperty("java.home"), "bin", "keytool");
    /** What runs for a second is not worth compiling well. */
    private static final List<String> QUICK = List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC");

    private static final char[] PASSWORD = "password".toCharArray();
    private static final String ALIAS = "pair";
    private static final String EC = "EC -groupname secp256r1";
    private static final String RSA = "RSA -keysize 2048";
    private static final int PATIENCE_SECONDS = 60;
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private static final Path FOLDER = folder();

    private TestCertificates() {}

    /** {@code a.test}, {@code wild.b.test}, {@code rsa} and {@code default}, each a {@code .crt} and a {@code .key}. */
    public static Path originals() {
        return FOLDER.resolve("originals");
    }

    /** Another {@code a.test}, whose subject is {@code CN=renewed}. */
    public static Path renewed() {
        return FOLDER.resolve("renewed");
    }

    private record Pair(Path folder, String name, Path store, Process keytool) {}

    private static Path folder() {
        try {
            var folder = Files.createTempDirectory(Path.of("target"), "certificates");
            var originals = Files.createDirectory(folder.resolve("originals"));
            var renewed = Files.createDirectory(folder.resolve("renewed"));
            // Side by side: each takes a JVM a second.
            var pairs = List.of(
                    begin(originals, "a.test", "a.test", EC, "dns:a.test,dns:also.a.test"),
                    begin(originals, "wild.b.test", "wild.b.test", EC, "dns:*.b.test"),
                    begin(originals, "rsa", "rsa", RSA, "dns:rsa.test"),
                    begin(originals, "default", "default", EC, "dns:localhost"),
                    begin(renewed, "a.test", "renewed", EC, "dns:a.test"));
            for (var pair : pairs) {
                write(pair);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Pair begin(Path folder, String name, String subject, String key, String hosts) throws IOException {
        var store = folder.resolveSibling(subject + ".p12");
        var command = new ArrayList<>(List.of(KEYTOOL.toString(), "-genkeypair"));
        command.addAll(QUICK);
        command.addAll(List.of("-alias", ALIAS, "-keyalg"));
        command.addAll(List.of(key.split(" ")));
        command.addAll(List.of("-dname", "CN=" + subject, "-ext", "san=" + hosts, "-validity", "30"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
        command.addAll(List.of("-keystore", store.toString()));
        return new Pair(
                folder,
                name,
                store,
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static void write(Pair pair) throws IOException, GeneralSecurityException, InterruptedException {
        var said = new String(pair.keytool().getInputStream().readAllBytes());
        if (!pair.keytool().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)
                || pair.keytool().exitValue() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
        var store = KeyStore.getInstance(pair.store().toFile(), PASSWORD);
        pem(pair, ".crt", "CERTIFICATE", store.getCertificate(ALIAS).getEncoded());
        pem(pair, ".key", "PRIVATE KEY", store.getKey(ALIAS, PASSWORD).getEncoded());
    }

    private static void pem(Pair pair, String ending, String label, byte[] bytes) throws IOException {
        Files.writeString(
                pair.folder().resolve(pair.name() + ending),
                "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, BASE64.encodeToString(bytes)));
    }
}
