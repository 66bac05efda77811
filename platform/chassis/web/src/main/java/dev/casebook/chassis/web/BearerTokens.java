package dev.casebook.chassis.web;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * SmallRye's checks of tokens with our keys. Its own resolver asks the issuer within requests, one after the other and for up to a minute each, and
 * calls every token bad while it has no keys.
 */
@Singleton
@Alternative
@Priority(1)
final class BearerTokens extends JWTCallerPrincipalFactory {

    private final DefaultJWTTokenParser parser;
    private final ServiceSettings settings;

    BearerTokens(IssuerKeys keys, ServiceSettings settings) {
        this.settings = settings;
        this.parser = new DefaultJWTTokenParser() {
            @Override
            protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo rules) {
                return (token, nesting) -> keys.find(token);
            }
        };
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo rules) throws ParseException {
        try {
            var claims = parser.parse(token, rules);
            var type = claims.getJoseObjects().getFirst().getHeader("typ");
            return new DefaultJWTCallerPrincipal(type, claims.getJwtClaims());
        } catch (ParseException e) {
            if (e.getCause() instanceof KeysAwayException) {
                throw new IssuerAwayException(settings.jwt().keys().longestPause(), e);
            }
            throw e;
        }
    }
}
