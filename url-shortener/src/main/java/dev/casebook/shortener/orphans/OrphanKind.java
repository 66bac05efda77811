package dev.casebook.shortener.orphans;

import java.util.Locale;

/** What somebody asked for who came to no link. The names are Shlink's. */
public enum OrphanKind {
    /** The path of all short URLs itself. */
    BASE_URL,
    /** A code that no link has. */
    INVALID_SHORT_URL,
    /** What cannot be a code. */
    REGULAR_404;

    /** In lower case, as clients and the database know it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
