package dev.casebook.shortener.statistics;

import java.util.Optional;
import java.util.stream.Stream;

/** What the clicks of people are told apart by. */
enum Dimension {
    REFERRER("referrer"),
    BROWSER("browser"),
    SYSTEM("os"),
    DEVICE("device"),
    LANGUAGE("language"),
    /** Which rule of the link chose the target; {@code (none)}: the link's own. */
    RULE("rule");

    private final String text;

    Dimension(String text) {
        this.text = text;
    }

    /** As clients and the database name it. */
    String text() {
        return text;
    }

    static Optional<Dimension> named(String text) {
        return Stream.of(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
