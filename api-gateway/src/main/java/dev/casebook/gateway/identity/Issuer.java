package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.ServiceSettings;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** The development issuer: gives anybody a token in any name. Off unless the settings say otherwise. */
@Singleton
final class Issuer {

    private final ServiceSettings.Jwt jwt;
    private final Duration lifetime;
    private final Clock clock;
    private final Optional<RsaJsonWebKey> key;

    Issuer(ServiceSettings service, IdentitySettings settings, Clock clock) {
        this.jwt = service.jwt();
        this.lifetime = settings.issuer().lifetime();
        this.clock = clock;
        this.key =
                settings.issuer().enabled() ? Optional.of(key(settings.issuer().keyFolder())) : Optional.empty();
        key.ifPresent(found ->
                Log.warnf("event=issuer.enabled kid=%s note=\"anybody gets a token in any name\"", found.getKeyId()));
    }

    private static RsaJsonWebKey key(Path folder) {
        try {
            return IssuerKey.in(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("casebook.gateway.issuer.key-folder: " + e.getMessage(), e);
        }
    }

    boolean isEnabled() {
        return key.isPresent();
    }

    Duration lifetime() {
        return lifetime;
    }

    /** The public half; empty when there is no development issuer. */
    Optional<JsonWebKey> publicKey() {
        return key.map(JsonWebKey.class::cast);
    }

    /**
     * Takes about a millisecond of computing: not for an event loop.
     *
     * @param scope scopes with a space between, or nothing
     */
    String token(String subject, String scope) {
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
        return signed(claims);
    }

    private String signed(JwtClaims claims) {
        var own = key.orElseThrow(() -> new IllegalStateException("there is no development issuer here"));
        var signature = new JsonWebSignature();
        signature.setPayload(claims.toJson());
        signature.setKey(own.getPrivateKey());
        signature.setKeyIdHeaderValue(own.getKeyId());
        signature.setAlgorithmHeaderValue(own.getAlgorithm());
        signature.setHeader("typ", "JWT");
        try {
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("the issuer's key does not sign", e);
        }
    }
}
