package dev.casebook.shortener.redirects;

import io.quarkus.logging.Log;
import java.util.Optional;
import java.util.regex.Pattern;

/** How Redis holds a destination: {@code <version> <L|G> <read at, ms> <url>}. The version stands first for the script that compares it. */
final class SharedEntry {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ([LG]) (\\d{1,18}) (.*)");

    private SharedEntry() {}

    static String write(Known known) {
        return switch (known.destination()) {
            case Destination.Live(var url, var version) -> version + " L " + known.readAt() + " " + url;
            case Destination.Gone(var version) -> version + " G " + known.readAt() + " ";
            case Destination.Unknown _ -> throw new IllegalArgumentException("unknown codes are not shared");
        };
    }

    /** @return empty if the text is not ours, which then counts as not cached */
    static Optional<Known> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            Log.warnf("shared cache holds what this service did not write length=%d", text.length());
            return Optional.empty();
        }
        long version = Long.parseLong(parts.group(1));
        var destination = parts.group(2).equals("L")
                ? new Destination.Live(parts.group(4), version)
                : new Destination.Gone(version);
        return Optional.of(new Known(destination, Long.parseLong(parts.group(3))));
    }
}
