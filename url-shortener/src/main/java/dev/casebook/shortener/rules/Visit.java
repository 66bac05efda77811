package dev.casebook.shortener.rules;

import java.time.Instant;

/**
 * One request for a link, as far as rules may look at it.
 *
 * @param userAgent the header; empty when there was none
 * @param acceptLanguage the header; empty when there was none
 * @param query what stood behind the question mark, still encoded; empty when there was none
 */
public record Visit(Instant at, String userAgent, String acceptLanguage, String query) {}
