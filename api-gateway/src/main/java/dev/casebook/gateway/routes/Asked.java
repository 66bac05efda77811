package dev.casebook.gateway.routes;

import java.util.function.UnaryOperator;

/**
 * What a route is chosen by.
 *
 * @param authority the host that the client wants, and its port if it said one
 * @param header the first value of a header, whatever the case of its name; null when it is not there
 */
public record Asked(String method, RequestTarget target, String authority, UnaryOperator<String> header) {}
