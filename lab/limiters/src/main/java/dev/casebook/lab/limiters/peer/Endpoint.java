package dev.casebook.lab.limiters.peer;

import java.net.URI;

/**
 * Where a limiter is asked.
 *
 * @param grpc its port on loopback
 */
record Endpoint(String name, int grpc, URI json, URI metrics) {}
