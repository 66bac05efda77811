package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.safety.TargetFault;

/**
 * Why a link is not made, shown or changed as asked.
 *
 * @param slug the end of the problem's type: lower case, words joined by dashes
 * @param field the part of the request at fault
 * @param title for a person, the same for each slug
 */
public record Refusal(Kind kind, String slug, String field, String title) {

    static final Refusal ALIAS_MALFORMED =
            invalid("alias-malformed", "alias", "An alias is 3 to 64 letters, digits, dashes or underscores");
    static final Refusal ALIAS_RESERVED = invalid("alias-reserved", "alias", "The alias is reserved");
    static final Refusal ALIAS_TAKEN = new Refusal(Kind.TAKEN, "alias-taken", "alias", "The alias is taken");
    static final Refusal LINK_NOT_FOUND =
            new Refusal(Kind.UNKNOWN, "link-not-found", "code", "You have no link with this code");
    static final Refusal LINK_CHANGED =
            new Refusal(Kind.STALE, "link-changed", "version", "The link was changed since you read it");
    static final Refusal RULES_TOO_MANY = invalid("rules-too-many", "rules", "The link has too many rules");

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

    /** The same, of a part of a greater request. */
    Refusal within(String part) {
        return new Refusal(kind, slug, part + "." + field, title);
    }

    static Refusal of(TargetFault fault, String field) {
        return invalid(fault.slug(), field, fault.title());
    }

    static Refusal of(BrokenRuleException broken) {
        return invalid(broken.slug(), broken.field(), broken.getMessage());
    }

    private static Refusal invalid(String slug, String field, String title) {
        return new Refusal(Kind.INVALID, slug, field, title);
    }
}
