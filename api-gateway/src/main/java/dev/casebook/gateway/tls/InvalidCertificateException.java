package dev.casebook.gateway.tls;

/** A certificate and its key that cannot be used; the message says why, and holds nothing secret. */
final class InvalidCertificateException extends Exception {

    InvalidCertificateException(String message) {
        super(message);
    }

    InvalidCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
