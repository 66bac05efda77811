package dev.casebook.shortener.links;

import java.util.Locale;

/** Why a link is not made, shown or changed as asked. Clients see the slug as the end of the problem's type. */
public enum Refusal {
    TARGET_MISSING(Kind.INVALID, "url", "A target is required"),
    TARGET_TOO_LONG(Kind.INVALID, "url", "The target is too long"),
    TARGET_CONTROL_CHARACTERS(Kind.INVALID, "url", "The target holds control characters"),
    TARGET_MALFORMED(Kind.INVALID, "url", "The target is not a URL"),
    TARGET_SCHEME(Kind.INVALID, "url", "The target must be http or https"),
    TARGET_USER_INFO(Kind.INVALID, "url", "The target must not carry a user or password"),
    TARGET_NO_HOST(Kind.INVALID, "url", "The target names no host"),
    TARGET_OWN(Kind.INVALID, "url", "The target must not lead back to this service"),
    ALIAS_MALFORMED(Kind.INVALID, "alias", "An alias is 3 to 64 letters, digits, dashes or underscores"),
    ALIAS_RESERVED(Kind.INVALID, "alias", "The alias is reserved"),
    ALIAS_TAKEN(Kind.TAKEN, "alias", "The alias is taken"),
    LINK_NOT_FOUND(Kind.UNKNOWN, "code", "You have no link with this code"),
    LINK_CHANGED(Kind.STALE, "version", "The link was changed since you read it");

    /** What a caller can do about it. */
    public enum Kind {
        /** Send something else. */
        INVALID,
        /** Choose another name. */
        TAKEN,
        /** Nothing: there is none, or it belongs to somebody else. */
        UNKNOWN,
        /** Read it again, then decide again. */
        STALE
    }

    private final Kind kind;
    private final String field;
    private final String title;

    Refusal(Kind kind, String field, String title) {
        this.kind = kind;
        this.field = field;
        this.title = title;
    }

    public Kind kind() {
        return kind;
    }

    /** The part of the request at fault. */
    public String field() {
        return field;
    }

    public String title() {
        return title;
    }

    /** Lower case, words joined by dashes. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
