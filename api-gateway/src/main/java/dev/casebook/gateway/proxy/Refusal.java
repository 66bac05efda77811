package dev.casebook.gateway.proxy;

import dev.casebook.chassis.web.Problem;
import dev.casebook.gateway.answers.OwnResponse;

/** Why a connection cannot be read on: the request is answered with the problem, and the connection closed. */
record Refusal(int status, String slug, String title, String detail) {

    static Refusal malformed(String detail) {
        return new Refusal(400, "malformed-request", "The request is malformed", detail);
    }

    static Refusal notImplemented(String detail) {
        return new Refusal(501, "not-implemented", "Not Implemented", detail);
    }

    /** RFC 9110 §15.5.15. */
    static Refusal longTarget() {
        return new Refusal(414, "uri-too-long", "URI Too Long", "The request line is too long.");
    }

    /** RFC 9110 §15.5.9. */
    static Refusal slow() {
        return new Refusal(408, "request-timeout", "Request Timeout", "The request head did not come in time.");
    }

    OwnResponse answer() {
        return OwnResponse.of(Problem.of(status, slug, title).detail(detail));
    }
}
