package dev.casebook.chassis.web;

import org.jose4j.lang.UnresolvableKeyException;

/** Whether a token is good cannot be said, because its key is not here and the issuer does not answer. */
final class KeysAwayException extends UnresolvableKeyException {

    KeysAwayException() {
        super("the issuer's keys cannot be had");
    }
}
