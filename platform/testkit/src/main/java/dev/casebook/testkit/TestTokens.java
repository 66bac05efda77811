package dev.casebook.testkit;

import dev.casebook.stack.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Real tokens, signed by an issuer that lives in this JVM and that {@link WithServers} points the service to. */
public final class TestTokens {

    private static final Duration LIFE = Duration.ofHours(1);
    private static final TestIssuer ISSUER = new TestIssuer();

    private TestTokens() {}

    public static TestIssuer issuer() {
        return ISSUER;
    }

    /** For an {@code Authorization: Bearer} header. */
    public static String of(String subject, String... groups) {
        return with(subject, Map.of("groups", List.of(groups)));
    }

    public static String expired(String subject) {
        return with(subject, Map.of("exp", Instant.now().minus(LIFE).getEpochSecond()));
    }

    /** @param claims instead of, or besides, those that a service believes: {@code Map.of("aud", "others")} */
    public static String with(String subject, Map<String, Object> claims) {
        return ISSUER.sign(claims(subject, claims));
    }

    /** Signed with another key that claims the issuer's key id. */
    public static String forged(String subject) {
        return new SigningKey(ISSUER.keyId()).sign(claims(subject, Map.of()));
    }

    /** Signed with a key that the issuer never had, under an id of its own. */
    public static String ofUnknownKey(String subject) {
        return new SigningKey("nobody-" + UUID.randomUUID()).sign(claims(subject, Map.of()));
    }

    /** With {@code alg: none} and no signature. */
    public static String unsigned(String subject) {
        return ISSUER.unsigned(claims(subject, Map.of()));
    }

    private static Map<String, Object> claims(String subject, Map<String, Object> more) {
        var now = Instant.now();
        var claims = new TreeMap<String, Object>();
        claims.put("iss", Environment.ISSUER);
        claims.put("aud", Environment.AUDIENCE);
        claims.put("sub", subject);
        // Long ago, so that a token may also have expired since.
        claims.put("iat", now.minus(LIFE).minus(LIFE).getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.putAll(more);
        return claims;
    }
}
