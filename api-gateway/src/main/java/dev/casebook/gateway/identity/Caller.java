package dev.casebook.gateway.identity;

/** Who sent a request, as far as that has been proved. */
public record Caller(String subject) {}
