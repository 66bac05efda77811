package dev.casebook.gateway.routes;

/** Who checks the caller of a route. */
public enum Auth {
    /** The gateway demands a valid bearer token; the service verifies it again. */
    JWT,
    /** The service has keys of its own: the gateway passes {@code Authorization} on, unread. */
    SERVICE,
    /** Public. */
    NONE
}
