package dev.casebook.gateway.proxy;

/** How far the forwarding of a request has come. */
enum Phase {
    CONNECTING,
    /** The request is out, or on its way. */
    WAITING,
    /** The head of the answer is out, its body on the way. */
    RELAYING,
    /** Client and service speak something that is not HTTP. */
    TUNNELLING,
    OVER
}
