package dev.casebook.limiter.administration;

import dev.casebook.chassis.web.Problem;
import dev.casebook.chassis.web.ProblemException;
import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who sent the request that is being answered, if that may administer. */
@ApplicationScoped
class Administrator {

    private static final String SCOPE = "scope";

    private final JsonWebToken token;
    private final String needed;

    Administrator(JsonWebToken token, AdministrationSettings settings) {
        this.token = token;
        this.needed = settings.scope();
    }

    /** @throws ProblemException 403 without the scope of administration (RFC 9068 §2.2.3) */
    String subject() {
        var subject = Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
        var scopes = Optional.<Object>ofNullable(token.getClaim(SCOPE))
                .map(Object::toString)
                .orElse("");
        if (!Arrays.asList(scopes.split(" ")).contains(needed)) {
            throw new ProblemException(Problem.of(403, "insufficient-scope", "The token does not allow this")
                    .detail("These scopes are needed: " + needed));
        }
        return subject;
    }
}
