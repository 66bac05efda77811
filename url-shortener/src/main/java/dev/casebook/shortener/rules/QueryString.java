package dev.casebook.shortener.rules;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The part of a URL between the question mark and the hash, as parameters that keep the form in which they were sent. */
record QueryString(List<Parameter> parameters) {

    /**
     * @param raw as it was sent
     * @param name decoded
     * @param value decoded; empty when there is no equals sign
     */
    record Parameter(String raw, String name, String value) {}

    static QueryString of(String query) {
        var parameters = new ArrayList<Parameter>();
        for (var raw : query.split("&")) {
            if (!raw.isEmpty()) {
                int equals = raw.indexOf('=');
                var name = equals < 0 ? raw : raw.substring(0, equals);
                parameters.add(new Parameter(raw, decoded(name), equals < 0 ? "" : decoded(raw.substring(equals + 1))));
            }
        }
        return new QueryString(parameters);
    }

    boolean has(String name) {
        return parameters.stream().anyMatch(parameter -> parameter.name().equals(name));
    }

    boolean has(String name, String value) {
        return parameters.stream()
                .anyMatch(parameter ->
                        parameter.name().equals(name) && parameter.value().equals(value));
    }

    /**
     * The target with these parameters added to its own. Where both name a parameter the target's stays: its owner decided it, and a visitor who
     * could replace it might turn the link into something else.
     */
    String addedTo(String url) {
        int hash = url.indexOf('#');
        var base = hash < 0 ? url : url.substring(0, hash);
        int question = base.indexOf('?');
        var own = of(question < 0 ? "" : base.substring(question + 1));
        var joined = new StringBuilder(base);
        for (var parameter : parameters) {
            if (!own.has(parameter.name())) {
                joined.append(separator(joined)).append(visible(parameter.raw()));
            }
        }
        return hash < 0
                ? joined.toString()
                : joined.append(url, hash, url.length()).toString();
    }

    private static String separator(StringBuilder url) {
        if (url.indexOf("?") < 0) {
            return "?";
        }
        char last = url.charAt(url.length() - 1);
        return last == '?' || last == '&' ? "" : "&";
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            // A lone percent sign stands for itself.
            return text;
        }
    }

    /** Fit for a header: what is not visible ASCII is encoded, and so is a hash, which would end the query. */
    private static String visible(String raw) {
        if (raw.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#')) {
            return raw;
        }
        var encoded = new StringBuilder();
        raw.codePoints()
                .forEach(c -> encoded.append(
                        c > ' ' && c < 0x7f && c != '#'
                                ? Character.toString(c)
                                : URLEncoder.encode(Character.toString(c), StandardCharsets.UTF_8)
                                        .replace("+", "%20")));
        return encoded.toString();
    }
}
