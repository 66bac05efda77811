package dev.casebook.gateway.routes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what a route changes on the way, or where it sends the client instead. */
final class ChangeFields {

    private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

    private final Fields fields;
    private final PathPattern path;

    ChangeFields(Fields fields, PathPattern path) {
        this.fields = fields;
        this.path = path;
    }

    Changes changes() {
        for (var json : List.of("requestJson", "responseJson")) {
            // What is stored, or tunnelled, passes by what is changed.
            for (var other : List.of("cache", "webSocket")) {
                if (fields.has(json) && fields.has(other)) {
                    fields.mistake(json, "cannot be beside %s".formatted(other));
                }
            }
        }
        var json = new JsonFields(fields);
        return new Changes(
                fields.optionalText("rewrite")
                        .flatMap(text -> fields.parsed("rewrite", text, each -> PathTemplate.parse(each, path))),
                headers("requestHeaders"),
                headers("responseHeaders"),
                json.read("requestJson"),
                json.read("responseJson"));
    }

    Optional<Redirect> redirect() {
        var inner = fields.object("redirect");
        if (inner.isEmpty()) {
            return Optional.empty();
        }
        inner.get().only("status", "to");
        for (var other : List.of(
                "upstream", "rewrite", "requestHeaders", "responseHeaders", "requestJson", "responseJson", "cache")) {
            if (fields.has(other)) {
                fields.mistake(other, "has no meaning beside redirect");
            }
        }
        int status = inner.get().number("status", 300, 399).orElse(302);
        if (!REDIRECTS.contains(status)) {
            inner.get().mistake("status", "%d is none of %s".formatted(status, REDIRECTS));
        }
        return inner.get().text("to").flatMap(to -> inner.get()
                .parsed("to", to, each -> Redirect.parse(status, each, path)));
    }

    private HeaderChanges headers(String field) {
        var inner = fields.object(field);
        if (inner.isEmpty()) {
            return HeaderChanges.NONE;
        }
        inner.get().only("remove", "set", "add");
        var removed = inner.get().optionalList("remove").stream()
                .flatMap(name -> inner.get().parsed("remove", name, HeaderChanges::name).stream())
                .toList();
        return new HeaderChanges(removed, values(inner.get(), "set"), values(inner.get(), "add"));
    }

    private static Map<String, String> values(Fields inner, String field) {
        var values = new LinkedHashMap<String, String>();
        inner.texts(field).forEach((name, value) -> inner.parsed(field, name, HeaderChanges::name)
                .ifPresent(valid ->
                        inner.parsed(field, value, HeaderChanges::value).ifPresent(text -> values.put(valid, text))));
        return Map.copyOf(values);
    }
}
