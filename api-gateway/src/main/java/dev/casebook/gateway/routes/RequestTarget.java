package dev.casebook.gateway.routes;

import java.util.Optional;

/**
 * What a request line asks for, read once: routes are matched on, and upstreams are asked for, the very same string, so that no two readings
 * of a path can differ.
 *
 * @param path in the normal form of {@link PathNormaliser}
 * @param query without the question mark, as it came; empty when there was a question mark alone
 * @param authority of an absolute-form target (RFC 9112 §3.2.2), which overrides the Host header
 */
public record RequestTarget(String path, Optional<String> query, Optional<String> authority) {

    /** @throws BadTargetException when the target is in neither origin-form nor absolute-form, or is ambiguous */
    public static RequestTarget parse(String target) {
        if (target.startsWith("/")) {
            return originForm(target, Optional.empty());
        }
        int authority = schemeLength(target);
        if (authority == 0) {
            throw new BadTargetException("The request target is neither a path nor an absolute http URI.");
        }
        int end = authorityEnd(target, authority);
        if (end == authority) {
            throw new BadTargetException("The request target has no host.");
        }
        var rest = target.substring(end);
        var path = rest.startsWith("/") ? rest : "/" + rest;
        return originForm(path, Optional.of(target.substring(authority, end)));
    }

    /** The first value of a parameter of the query, read as a form. */
    public Optional<String> parameter(String name) {
        return query.map(text -> QueryParameters.of(text).get(name));
    }

    private static RequestTarget originForm(String target, Optional<String> authority) {
        int mark = target.indexOf('?');
        if (mark < 0) {
            return new RequestTarget(PathNormaliser.normalise(target), Optional.empty(), authority);
        }
        var query = target.substring(mark + 1);
        checkQuery(query);
        return new RequestTarget(PathNormaliser.normalise(target.substring(0, mark)), Optional.of(query), authority);
    }

    private static int schemeLength(String target) {
        for (var scheme : new String[] {"http://", "https://"}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        return 0;
    }

    private static int authorityEnd(String target, int from) {
        int end = from;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end;
    }

    /** Browsers send some characters raw that RFC 3986 excludes; what could end the request line or start a fragment stays out. */
    private static void checkQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                throw new BadTargetException("The query holds a character that must be percent-encoded.");
            }
        }
    }

    /** What an upstream is asked for. */
    public String text() {
        return query.map(query -> path + "?" + query).orElse(path);
    }
}
