package dev.casebook.gateway.identity;

import java.security.Key;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.lang.JoseException;

/**
 * A token whose signature and claims were found good.
 *
 * @param subject whom it is about
 * @param expiresAt in epoch milliseconds
 * @param scopes as the claim {@code scope} has them (RFC 9068 §2.2.3)
 */
record SignedToken(String subject, long expiresAt, Set<String> scopes) {

    /** Neither {@code none} nor anything with a shared secret: a public key must never serve as one. */
    private static final AlgorithmConstraints ALGORITHMS = new AlgorithmConstraints(
            ConstraintType.PERMIT,
            AlgorithmIdentifiers.RSA_USING_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256);

    /** @param skew by which clocks may differ */
    record Rules(String issuer, String audience, Duration skew) {}

    boolean isLive(long now, Rules rules) {
        return now < expiresAt + rules.skew().toMillis();
    }

    /** @throws InvalidTokenException when the token does not name its key, or an algorithm that is not allowed */
    static String keyId(String token) {
        try {
            var signature = new JsonWebSignature();
            signature.setCompactSerialization(token);
            ALGORITHMS.checkConstraint(signature.getAlgorithmHeaderValue());
            var id = signature.getKeyIdHeaderValue();
            if (id == null) {
                throw new InvalidTokenException("It does not say which key signed it.");
            }
            return id;
        } catch (JoseException e) {
            throw new InvalidTokenException("It is malformed, or signed with an algorithm that is not allowed.");
        }
    }

    /** @throws InvalidTokenException that says what is wrong */
    static SignedToken verify(String token, Key key, Rules rules, long now) {
        try {
            var signature = new JsonWebSignature();
            signature.setAlgorithmConstraints(ALGORITHMS);
            signature.setCompactSerialization(token);
            signature.setKey(key);
            if (!signature.verifySignature()) {
                throw new InvalidTokenException("Its signature does not match.");
            }
            return checked(JwtClaims.parse(signature.getPayload()), rules, now);
        } catch (JoseException | InvalidJwtException | MalformedClaimException e) {
            throw new InvalidTokenException("It is malformed.");
        }
    }

    private static Set<String> scopes(JwtClaims claims) throws MalformedClaimException {
        var scope = claims.getStringClaimValue("scope");
        return scope == null || scope.isBlank()
                ? Set.of()
                : Arrays.stream(scope.strip().split(" +")).collect(Collectors.toUnmodifiableSet());
    }

    private static SignedToken checked(JwtClaims claims, Rules rules, long now) throws MalformedClaimException {
        if (!rules.issuer().equals(claims.getIssuer())) {
            throw new InvalidTokenException("It is of another issuer.");
        }
        if (!claims.hasAudience() || !claims.getAudience().contains(rules.audience())) {
            throw new InvalidTokenException("It is for another audience.");
        }
        if (claims.getSubject() == null || claims.getExpirationTime() == null) {
            throw new InvalidTokenException("It lacks a subject or an expiry.");
        }
        var signed =
                new SignedToken(claims.getSubject(), claims.getExpirationTime().getValueInMillis(), scopes(claims));
        if (!signed.isLive(now, rules)) {
            throw new InvalidTokenException("It has expired.");
        }
        var notBefore = claims.getNotBefore();
        if (notBefore != null && now + rules.skew().toMillis() < notBefore.getValueInMillis()) {
            throw new InvalidTokenException("It is not valid yet.");
        }
        return signed;
    }
}
