package dev.casebook.shortener.links;

import java.util.Optional;

/**
 * What a client asks for, unchecked.
 *
 * @param alias the code wished for; empty: the service chooses one
 */
public record Wish(LinkFields fields, Optional<String> alias) {

    /** @param url null when the client sent none, which the rules then refuse */
    public Wish(String url, Optional<String> alias) {
        this(LinkFields.ofUrl(url), alias);
    }
}
