package dev.casebook.gateway.routes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What is done to headers, in this order: some are removed, some set to one value, some added to what is there. */
public record HeaderChanges(List<String> remove, Map<String, String> set, Map<String, String> add) {

    public static final HeaderChanges NONE = new HeaderChanges(List.of(), Map.of(), Map.of());

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}");
    private static final Pattern VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    /** Where a message ends, which connection it is for, and who the client is: the gateway's own business. */
    private static final Pattern OWN = Pattern.compile(
            "connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|content-length|host|expect|via"
                    + "|forwarded|x-forwarded-.*|x-request-id|traceparent|tracestate|date");

    static String name(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("%s is no name of a header".formatted(text));
        }
        if (OWN.matcher(lower).matches()) {
            throw new IllegalArgumentException("%s is the gateway's own".formatted(text));
        }
        return lower;
    }

    static String value(String text) {
        if (!VALUE.matcher(text).matches()) {
            throw new IllegalArgumentException("%s is no value of a header".formatted(text));
        }
        return text;
    }
}
