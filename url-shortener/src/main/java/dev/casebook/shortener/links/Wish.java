package dev.casebook.shortener.links;

import java.util.Optional;

/**
 * What a client asks for, unchecked.
 *
 * @param url null when the client sent none, which the rules then refuse
 */
public record Wish(String url, Optional<String> alias) {}
