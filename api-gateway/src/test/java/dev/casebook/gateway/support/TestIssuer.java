package dev.casebook.gateway.support;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer somewhere else, with keys that tests can add and a server that they can stop. */
public final class TestIssuer implements AutoCloseable {

    public static final String ISSUER = "https://casebook.dev/dev-issuer";
    public static final String AUDIENCE = "casebook";

    private static final String PATH = "/keys";

    private final Origin server = new Origin();
    private final List<RsaJsonWebKey> published = new CopyOnWriteArrayList<>();

    TestIssuer() {
        published.add(newKey("first"));
        server.on(PATH, (request, connection) -> {
            var body = new JsonWebKeySet(published).toJson();
            connection.send("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s".formatted(body.length(), body));
        });
    }

    String url() {
        return "http://127.0.0.1:%d%s".formatted(server.port(), PATH);
    }

    public Origin server() {
        return server;
    }

    /** How often the keys were asked for. */
    public int asked() {
        return server.received(PATH).size();
    }

    public RsaJsonWebKey key() {
        return published.getFirst();
    }

    public RsaJsonWebKey publish(String id) {
        var key = newKey(id);
        published.add(key);
        return key;
    }

    public static RsaJsonWebKey newKey(String id) {
        try {
            var key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(id);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    public String token() {
        return token(key(), claims -> {});
    }

    /** @param change what is to be wrong with it */
    public static String token(RsaJsonWebKey key, Consumer<JwtClaims> change) {
        var claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("alice");
        claims.setExpirationTime(at(Duration.ofMinutes(5)));
        change.accept(claims);
        return signed(key, claims);
    }

    public static NumericDate at(Duration fromNow) {
        return NumericDate.fromMilliseconds(Instant.now().plus(fromNow).toEpochMilli());
    }

    private static String signed(RsaJsonWebKey key, JwtClaims claims) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(AlgorithmIdentifiers.RSA_USING_SHA256);
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
