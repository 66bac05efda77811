package dev.casebook.shortener.links;

/** The form of codes, chosen and made: 3 to 64 letters, digits, dashes and underscores. */
public final class LinkCodes {

    private LinkCodes() {}

    /** False for what no link can have as its code, so that nothing needs to be looked up. */
    public static boolean isWellFormed(String text) {
        return Alias.isWellFormed(text);
    }
}
