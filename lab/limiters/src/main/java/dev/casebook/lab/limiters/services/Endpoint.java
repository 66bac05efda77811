package dev.casebook.lab.limiters.services;

import java.net.URI;

/**
 * Where a limiter is asked.
 *
 * @param grpc its port on loopback
 */
public record Endpoint(String name, int grpc, URI json, URI metrics) {}
