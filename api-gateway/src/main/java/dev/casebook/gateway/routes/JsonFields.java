package dev.casebook.gateway.routes;

import dev.casebook.gateway.transform.JsonChange;
import dev.casebook.gateway.transform.JsonChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a route changes in JSON bodies. */
final class JsonFields {

    private static final String KINDS = "remove, rename, move, set";

    private final Fields fields;

    JsonFields(Fields fields) {
        this.fields = fields;
    }

    /** @return empty when the route says nothing of it */
    Optional<JsonChanges> read(String field) {
        return fields.object(field).map(JsonFields::changes);
    }

    private static JsonChanges changes(Fields inner) {
        inner.only("maxSize", "changes");
        long maxSize = inner.size("maxSize", JsonChanges.LARGEST);
        if (maxSize < 1 || maxSize > JsonChanges.LARGEST) {
            inner.mistake("maxSize", "is not within 1 to %d bytes".formatted(JsonChanges.LARGEST));
            maxSize = JsonChanges.LARGEST;
        }
        var changes = new ArrayList<JsonChange>();
        int number = 0;
        for (var each : inner.list("changes")) {
            change(inner.item("change " + ++number, each)).ifPresent(changes::add);
        }
        return new JsonChanges((int) maxSize, changes);
    }

    private static Optional<JsonChange> change(Fields each) {
        var kinds = List.of(KINDS.split(", ")).stream().filter(each::has).toList();
        if (kinds.size() != 1) {
            each.mistake("change", "has %d of %s; one is wanted".formatted(kinds.size(), KINDS));
            return Optional.empty();
        }
        var kind = kinds.getFirst();
        return switch (kind) {
            case "remove" -> {
                each.only(kind);
                yield each.text(kind).flatMap(field -> each.parsed(kind, field, JsonChange::remove));
            }
            case "rename" -> {
                each.only(kind, "to");
                yield pair(each, kind, JsonChange::rename);
            }
            case "move" -> {
                each.only(kind, "to");
                yield pair(each, kind, JsonChange::move);
            }
            default -> {
                each.only(kind, "value");
                var value = each.value("value");
                yield each.text(kind)
                        .flatMap(field ->
                                value.flatMap(given -> each.parsed(kind, field, text -> JsonChange.set(text, given))));
            }
        };
    }

    @FunctionalInterface
    private interface OfTwo {
        JsonChange of(String field, String to);
    }

    private static Optional<JsonChange> pair(Fields each, String kind, OfTwo made) {
        var to = each.text("to");
        return each.text(kind)
                .flatMap(field -> to.flatMap(other -> each.parsed(kind, field, text -> made.of(text, other))));
    }
}
