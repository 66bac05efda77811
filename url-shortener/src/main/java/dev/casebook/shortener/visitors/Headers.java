package dev.casebook.shortener.visitors;

import java.util.Locale;
import java.util.regex.Pattern;

/** The short truth in long headers. What is malformed counts as not said: no redirect fails for a bad header. */
final class Headers {

    private static final int MAX_HOST = 100;
    private static final int MAX_LANGUAGE = 8;
    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
    private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,8}");

    private Headers() {}

    /** @return the host that a Referer header names, in lower case; empty if it names none, or a longer one than any honest page has */
    static String host(String referer) {
        int scheme = referer.indexOf("://");
        if (scheme < 0) {
            return "";
        }
        int begin = scheme + 3;
        int end = begin;
        for (; end < referer.length() && "/?#\\".indexOf(referer.charAt(end)) < 0; end++) {
            if (referer.charAt(end) == '@') {
                begin = end + 1;
            }
        }
        int port = referer.indexOf(':', begin);
        var host = referer.substring(begin, port >= 0 && port < end ? port : end);
        return host.length() <= MAX_HOST ? matching(HOST, host) : "";
    }

    /** @return the language that an Accept-Language header names first, without region; empty if it names none */
    static String language(String acceptLanguage) {
        int end = 0;
        while (end < acceptLanguage.length() && "-_,; ".indexOf(acceptLanguage.charAt(end)) < 0) {
            end++;
        }
        return end <= MAX_LANGUAGE ? matching(LANGUAGE, acceptLanguage.substring(0, end)) : "";
    }

    private static String matching(Pattern form, String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return form.matcher(lower).matches() ? lower : "";
    }
}
