package dev.casebook.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/**
 * An elliptic key, made anew for each run. Signs by hand: a library for it would be found through the class loader of whichever Quarkus runs, and
 * the testkit is loaded above all of them.
 */
final class SigningKey {

    private static final int COORDINATE_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String id;
    private final KeyPair pair;

    SigningKey(String id) {
        this.id = id;
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    String id() {
        return id;
    }

    String sign(Map<String, Object> claims) {
        var content = json(Map.of("alg", "ES256", "typ", "JWT", "kid", id)) + "." + json(claims);
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + base64(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has ES256", e);
        }
    }

    /** As an attacker would have it who hopes that nobody looks at the algorithm. */
    String unsigned(Map<String, Object> claims) {
        return json(Map.of("alg", "none", "typ", "JWT", "kid", id)) + "." + json(claims) + ".";
    }

    /** The public half, as an entry of a JWK set. */
    String jwk() {
        var point = ((ECPublicKey) pair.getPublic()).getW();
        return """
                {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": "%s", "x": "%s", "y": "%s"}
                """.formatted(id, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
    }

    private static String json(Map<String, Object> object) {
        try {
            return base64(JSON.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not for JSON: " + object, e);
        }
    }

    private static String coordinate(BigInteger coordinate) {
        var bytes = coordinate.toByteArray();
        var padded = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return base64(padded);
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
