package dev.casebook.shortener.links;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Where a link leads: an absolute http or https URL in ASCII, fit for a Location header. */
public record Target(String url) {

    /**
     * @param text as a person gave it
     * @param rules what is allowed here
     * @throws LinkRefusedException with the first rule that the text breaks
     */
    static Target of(String text, TargetRules rules) {
        if (text == null || text.isBlank()) {
            throw new LinkRefusedException(Refusal.TARGET_MISSING);
        }
        // Before anything is parsed: a line break would end the Location header that this becomes part of.
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new LinkRefusedException(Refusal.TARGET_CONTROL_CHARACTERS);
        }
        requireLength(text, rules);
        var uri = parse(text);
        if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
            throw new LinkRefusedException(Refusal.TARGET_SCHEME);
        }
        // The raw authority: when the host is malformed, URI reports no user info at all.
        if (uri.getRawAuthority() != null && uri.getRawAuthority().contains("@")) {
            throw new LinkRefusedException(Refusal.TARGET_USER_INFO);
        }
        if (uri.getHost() == null) {
            throw new LinkRefusedException(Refusal.TARGET_NO_HOST);
        }
        if (rules.isOwn(uri.getHost())) {
            throw new LinkRefusedException(Refusal.TARGET_OWN);
        }
        var ascii = uri.toASCIIString();
        requireLength(ascii, rules);
        return new Target(ascii);
    }

    private static URI parse(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new LinkRefusedException(Refusal.TARGET_MALFORMED);
        }
    }

    private static void requireLength(String text, TargetRules rules) {
        if (text.length() > rules.maxLength()) {
            throw new LinkRefusedException(Refusal.TARGET_TOO_LONG);
        }
    }

    /**
     * @param maxLength in characters, before and after percent-encoding
     * @param ownHost where this service is reached: a link to itself could go round in circles
     */
    record TargetRules(int maxLength, String ownHost) {

        TargetRules {
            ownHost = normal(ownHost);
        }

        boolean isOwn(String host) {
            return normal(host).equals(ownHost);
        }

        /** Names are the same with another case, and with the dot that ends a fully qualified one. */
        private static String normal(String host) {
            var lower = host.toLowerCase(Locale.ROOT);
            return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        }
    }
}
