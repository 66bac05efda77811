package dev.casebook.gateway.answers;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** A request to the gateway itself, its body read whole. */
public record OwnRequest(MultiMap headers, Buffer body) {}
