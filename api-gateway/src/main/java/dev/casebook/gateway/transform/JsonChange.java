package dev.casebook.gateway.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One thing that becomes of a document. What is not there is not changed. */
public sealed interface JsonChange {

    void apply(JsonNode document);

    /** For people. */
    String text();

    /** Takes a field out. */
    static JsonChange remove(String field) {
        return new Remove(JsonPath.parse(field));
    }

    /** Gives a field another name, in the same object; what had that name is gone. */
    static JsonChange rename(String field, String name) {
        if (name.contains("/")) {
            throw new IllegalArgumentException("%s is no name, but a path: move goes there".formatted(name));
        }
        return new Rename(JsonPath.parse(field), name);
    }

    /** Puts a field elsewhere; objects on the way there are made. */
    static JsonChange move(String field, String to) {
        var move = new Move(JsonPath.parse(field), JsonPath.parse(to));
        if (!move.from.isOfOneField() || !move.to.isOfOneField()) {
            throw new IllegalArgumentException("%s to %s: one field is moved, so there is no *".formatted(field, to));
        }
        if (move.to.isWithin(move.from)) {
            throw new IllegalArgumentException("%s lies within %s".formatted(to, field));
        }
        return move;
    }

    /** Gives a field a value, whether it has one or not; objects on the way there are made. */
    static JsonChange set(String field, JsonNode value) {
        return new Set(JsonPath.parse(field), value);
    }

    record Remove(JsonPath field) implements JsonChange {

        @Override
        public void apply(JsonNode document) {
            field.visit(document, false, ObjectNode::remove);
        }

        @Override
        public String text() {
            return "remove " + field.text();
        }
    }

    record Rename(JsonPath field, String name) implements JsonChange {

        @Override
        public void apply(JsonNode document) {
            field.visit(document, false, (object, before) -> {
                var value = object.remove(before);
                if (value != null) {
                    object.set(name, value);
                }
            });
        }

        @Override
        public String text() {
            return "rename %s to %s".formatted(field.text(), name);
        }
    }

    record Move(JsonPath from, JsonPath to) implements JsonChange {

        @Override
        public void apply(JsonNode document) {
            from.visit(document, false, (object, name) -> {
                var value = object.remove(name);
                if (value != null) {
                    to.visit(document, true, (target, newName) -> target.set(newName, value));
                }
            });
        }

        @Override
        public String text() {
            return "move %s to %s".formatted(from.text(), to.text());
        }
    }

    record Set(JsonPath field, JsonNode value) implements JsonChange {

        @Override
        public void apply(JsonNode document) {
            field.visit(document, true, (object, name) -> object.set(name, value.deepCopy()));
        }

        @Override
        public String text() {
            return "set " + field.text();
        }
    }
}
