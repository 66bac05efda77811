package dev.casebook.gateway.routes;

/** What a service is spoken to in. */
public enum Protocol {
    HTTP1,
    /** HTTP/2 in the clear, with prior knowledge (RFC 9113 §3.3), as gRPC needs it. */
    H2
}
