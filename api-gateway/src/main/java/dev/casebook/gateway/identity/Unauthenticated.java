package dev.casebook.gateway.identity;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.answers.OwnResponseException;
import java.util.Set;

/** The answers to a request without a good token (RFC 6750 §3). */
final class Unauthenticated {

    private static final String CHALLENGE = "WWW-Authenticate";

    private Unauthenticated() {}

    static OwnResponseException noToken() {
        return new OwnResponseException(OwnResponse.of(Problem.of(401).detail("One bearer token is required."))
                .header(CHALLENGE, "Bearer realm=\"casebook\""));
    }

    static OwnResponseException badToken(String reason) {
        return new OwnResponseException(OwnResponse.of(
                        Problem.of(401).detail("The bearer token is not valid. " + reason))
                .header(
                        CHALLENGE,
                        "Bearer realm=\"casebook\", error=\"invalid_token\", error_description=\"" + reason + "\""));
    }

    static OwnResponseException badKey() {
        return new OwnResponseException(OwnResponse.of(Problem.of(401).detail("The API key is not valid."))
                .header(CHALLENGE, "Bearer realm=\"casebook\""));
    }

    static OwnResponseException twoCredentials() {
        return new OwnResponseException(
                OwnResponse.of(Problem.of(401).detail("Either a bearer token or an API key is required, not both."))
                        .header(CHALLENGE, "Bearer realm=\"casebook\""));
    }

    /** RFC 6750 §3.1: who the caller is, is known; what the caller may do is not enough. */
    static OwnResponseException insufficientScope(Set<String> needed) {
        var scopes = String.join(" ", needed);
        return new OwnResponseException(
                OwnResponse.of(Problem.of(403, "insufficient-scope", "The token does not allow this")
                                .detail("These scopes are needed: " + scopes))
                        .header(
                                CHALLENGE,
                                "Bearer realm=\"casebook\", error=\"insufficient_scope\", scope=\"" + scopes + "\""));
    }

    static OwnResponseException issuerAway() {
        return new OwnResponseException(
                OwnResponse.of(Problem.of(503, "issuer-unavailable", "Tokens cannot be verified now")
                                .detail("The keys of the issuer could not be fetched."))
                        .header("Retry-After", "1"));
    }
}
