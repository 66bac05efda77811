package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.ServiceSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/**
 * Makes tokens that every service believes.
 *
 * @param jwt the issuer and the audience that services want to see
 */
record Signer(RsaJsonWebKey key, ServiceSettings.Jwt jwt, Clock clock) {

    /** @param scope scopes with a space between, or nothing */
    JwtClaims claims(String subject, String scope, Duration lifetime) {
        var now = NumericDate.fromMilliseconds(clock.millis());
        var claims = new JwtClaims();
        claims.setIssuer(jwt.issuer());
        claims.setAudience(jwt.audience());
        claims.setSubject(subject);
        if (!scope.isEmpty()) {
            claims.setClaim("scope", scope);
        }
        // Libraries that speak MicroProfile JWT name the caller by this claim.
        claims.setClaim("upn", subject);
        claims.setJwtId(UUID.randomUUID().toString());
        claims.setIssuedAt(now);
        claims.setExpirationTime(NumericDate.fromSeconds(now.getValue() + lifetime.toSeconds()));
        return claims;
    }

    /** Takes about a millisecond of computing: not for an event loop. */
    String sign(JwtClaims claims) {
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        signature.setKeyIdHeaderValue(key.getKeyId());
        signature.setAlgorithmHeaderValue(key.getAlgorithm());
        signature.setHeader("typ", "JWT");
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the key does not sign", e);
        }
    }
}
