package dev.casebook.shortener.rpc;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.enterprise.context.ApplicationScoped;

/** Who calls: the subject of the bearer token, verified by the same settings as for REST. */
@ApplicationScoped
class Callers {

    private final JWTParser tokens;

    Callers(JWTParser tokens) {
        this.tokens = tokens;
    }

    /**
     * May block, when the issuer's keys have to be fetched.
     *
     * @throws StatusRuntimeException UNAUTHENTICATED without a valid token that names a subject
     */
    String subject(String token) {
        try {
            var subject = token.isEmpty() ? null : tokens.parse(token).getSubject();
            if (subject == null) {
                throw unauthenticated("a bearer token is required").asRuntimeException();
            }
            return subject;
        } catch (ParseException e) {
            throw unauthenticated("the bearer token is not valid").withCause(e).asRuntimeException();
        }
    }

    private static Status unauthenticated(String why) {
        return Status.UNAUTHENTICATED.withDescription(why);
    }
}
