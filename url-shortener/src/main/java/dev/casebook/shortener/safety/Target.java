package dev.casebook.shortener.safety;

/**
 * Where a link may lead.
 *
 * @param url an absolute http or https URL in ASCII, fit for a Location header
 */
public record Target(String url) {}
