package dev.casebook.shortener.links;

import io.quarkus.security.UnauthorizedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who sent the request that is being answered. */
@ApplicationScoped
public class Caller {

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** The owner of whatever is created now, and the only one who sees it. */
    public String subject() {
        return Optional.ofNullable(token.getSubject()).orElseThrow(UnauthorizedException::new);
    }
}
