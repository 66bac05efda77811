package dev.casebook.shortener.redirects;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.casebook.contracts.shortener.v1.LinkRedirection;
import dev.casebook.shortener.rules.BrokenRuleException;
import dev.casebook.shortener.rules.Redirection;
import dev.casebook.shortener.rules.RedirectionMessage;
import io.quarkus.logging.Log;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How Redis holds a destination: {@code <version> 2<kind> <read at, ms> <redirection> <url>}. The version stands first for the script that compares
 * it. The 2 is the format's: an entry of another format counts as not cached, and is replaced. Kind is L for a link or G for a deleted one. The
 * redirection is Protobuf in base64, or a dash when there is nothing to say but the target, as of most links.
 */
final class SharedEntry {

    private static final char FORMAT = '2';
    private static final String PLAIN = "-";

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) (\\d*)([A-Z]) (\\d{1,18}) (.*)");

    private SharedEntry() {}

    static String write(Known known) {
        return switch (known.destination()) {
            case Destination.Live(var redirection, var version) ->
                version + " " + FORMAT + "L " + known.readAt() + " " + text(redirection) + " " + redirection.url();
            case Destination.Gone(var version) -> version + " " + FORMAT + "G " + known.readAt() + " ";
            case Destination.Unknown _ -> throw new IllegalArgumentException("unknown codes are not shared");
        };
    }

    /** @return empty if the text is of another format, or not ours at all; it then counts as not cached */
    static Optional<Known> parse(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return foreign(text);
        }
        if (!parts.group(2).equals(String.valueOf(FORMAT))) {
            return Optional.empty();
        }
        long version = Long.parseLong(parts.group(1));
        long readAt = Long.parseLong(parts.group(4));
        return switch (parts.group(3)) {
            case "G" -> Optional.of(new Known(new Destination.Gone(version), readAt));
            case "L" ->
                redirection(parts.group(5))
                        .map(redirection -> new Known(new Destination.Live(redirection, version), readAt))
                        .or(() -> foreign(text));
            default -> foreign(text);
        };
    }

    private static String text(Redirection redirection) {
        return redirection.isPlain()
                ? PLAIN
                : Base64.getUrlEncoder()
                        .encodeToString(RedirectionMessage.of(redirection).toByteArray());
    }

    private static Optional<Redirection> redirection(String text) {
        int space = text.indexOf(' ');
        if (space < 1 || space == text.length() - 1) {
            return Optional.empty();
        }
        var url = text.substring(space + 1);
        var encoded = text.substring(0, space);
        if (encoded.equals(PLAIN)) {
            return Optional.of(Redirection.to(url));
        }
        try {
            var message = LinkRedirection.parseFrom(Base64.getUrlDecoder().decode(encoded));
            return Optional.of(RedirectionMessage.read(url, message));
        } catch (IllegalArgumentException | InvalidProtocolBufferException | BrokenRuleException e) {
            Log.debugf("shared cache entry not readable reason=%s", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Known> foreign(String text) {
        Log.warnf("shared cache holds what this service did not write length=%d", text.length());
        return Optional.empty();
    }
}
