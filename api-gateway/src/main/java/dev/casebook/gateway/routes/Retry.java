package dev.casebook.gateway.routes;

/** Which requests of a route may reach the upstream twice, when a connection that had served others ends before any answer. */
public enum Retry {
    /** Without a body, and with a method that is idempotent (RFC 9110 §9.2.2). */
    IDEMPOTENT,
    /** The upstream counts each request. */
    NEVER
}
