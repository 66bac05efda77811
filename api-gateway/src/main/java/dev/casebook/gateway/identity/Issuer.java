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
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;

/** The development issuer: gives anybody a token in any name. Off unless the settings say otherwise. */
@Singleton
final class Issuer {

    private final Duration lifetime;
    private final Optional<Signer> signer;

    Issuer(ServiceSettings service, IdentitySettings settings, Clock clock) {
        this.lifetime = settings.issuer().lifetime();
        this.signer = settings.issuer().enabled()
                ? Optional.of(new Signer(key(settings.issuer().keyFolder()), service.jwt(), clock))
                : Optional.empty();
        signer.ifPresent(found -> Log.warnf(
                "event=issuer.enabled kid=%s note=\"anybody gets a token in any name\"",
                found.key().getKeyId()));
    }

    private static RsaJsonWebKey key(Path folder) {
        try {
            return IssuerKey.in(folder, IssuerKey.FILE);
        } catch (IOException e) {
            throw new UncheckedIOException("casebook.gateway.issuer.key-folder: " + e.getMessage(), e);
        }
    }

    boolean isEnabled() {
        return signer.isPresent();
    }

    Duration lifetime() {
        return lifetime;
    }

    /** The public half; empty when there is no development issuer. */
    Optional<JsonWebKey> publicKey() {
        return signer.map(Signer::key);
    }

    /**
     * Takes about a millisecond of computing: not for an event loop.
     *
     * @param scope scopes with a space between, or nothing
     */
    String token(String subject, String scope) {
        var own = signer.orElseThrow(() -> new IllegalStateException("there is no development issuer here"));
        return own.sign(own.claims(subject, scope, lifetime));
    }
}
