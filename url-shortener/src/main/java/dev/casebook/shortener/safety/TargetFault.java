package dev.casebook.shortener.safety;

import java.util.Locale;

/** Why a target is refused. Clients see the slug as the end of the problem's type. */
public enum TargetFault {
    TARGET_MISSING("A target is required"),
    TARGET_TOO_LONG("The target is too long"),
    TARGET_CONTROL_CHARACTERS("The target holds control characters"),
    TARGET_MALFORMED("The target is not a URL"),
    TARGET_SCHEME("The target must be http or https"),
    TARGET_USER_INFO("The target must not carry a user or password"),
    TARGET_NO_HOST("The target names no host"),
    TARGET_HOST_AMBIGUOUS("Browsers do not agree on the host's letters; write it in its xn-- form"),
    TARGET_CONFUSABLE("The host can be taken for another one"),
    TARGET_OWN("The target must not lead back to this service"),
    TARGET_PRIVATE("The target lies in a private network"),
    TARGET_BLOCKED("The target is on the block list");

    private final String title;

    TargetFault(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /** Lower case, words joined by dashes. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
