package dev.casebook.gateway.identity;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/**
 * A key pair of the gateway's own, made once and kept. RSA, because every service verifies and only one signs: verifying with RSA costs a
 * tenth of what it costs with an elliptic curve.
 */
final class IssuerKey {

    static final String FILE = "issuer-key.jwk";
    private static final int BITS = 2048;
    private static final String OWNER_ONLY = "rw-------";

    private IssuerKey() {}

    /**
     * @param folder is made when it is missing
     * @param name of its file
     */
    static RsaJsonWebKey in(Path folder, String name) throws IOException {
        var file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            make(file);
        }
        try {
            return (RsaJsonWebKey) PublicJsonWebKey.Factory.newPublicJwk(Files.readString(file));
        } catch (JoseException | ClassCastException e) {
            throw new IOException("%s holds no RSA key; remove it to get a new one".formatted(file), e);
        }
    }

    /** Whole or not at all: a crash leaves no half key, and of two who make one at once the first wins. */
    private static void make(Path file) throws IOException {
        var attributes = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY));
        var draft = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", attributes);
        try {
            Files.writeString(draft, generate().toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE));
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException theOtherWon) {
            // Its key is as good as ours.
            return;
        } finally {
            Files.delete(draft);
        }
    }

    private static RsaJsonWebKey generate() throws IOException {
        try {
            var key = RsaJwkGenerator.generateJwk(BITS);
            key.setAlgorithm(AlgorithmIdentifiers.RSA_USING_SHA256);
            key.setUse(Use.SIGNATURE);
            key.setKeyId(key.calculateBase64urlEncodedThumbprint("SHA-256"));
            return key;
        } catch (JoseException e) {
            throw new IOException("This Java cannot make an RSA key", e);
        }
    }
}
