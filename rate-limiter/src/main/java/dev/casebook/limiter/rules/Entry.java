package dev.casebook.limiter.rules;

/** One key and its value in what a request says about itself. */
public record Entry(String key, String value) {}
