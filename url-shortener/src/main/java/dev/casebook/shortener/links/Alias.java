package dev.casebook.shortener.links;

import java.util.Collection;
import java.util.Locale;
import java.util.regex.Pattern;

/** A code that a person chose. */
record Alias(String text) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{3,64}");

    /**
     * @param reserved words that nobody may take, in lower case
     * @throws LinkRefusedException if the text has not the form of an alias or is reserved
     */
    static Alias of(String text, Collection<String> reserved) {
        if (!isWellFormed(text)) {
            throw new LinkRefusedException(Refusal.ALIAS_MALFORMED);
        }
        if (reserved.contains(text.toLowerCase(Locale.ROOT))) {
            throw new LinkRefusedException(Refusal.ALIAS_RESERVED);
        }
        return new Alias(text);
    }

    static boolean isWellFormed(String text) {
        return FORM.matcher(text).matches();
    }
}
