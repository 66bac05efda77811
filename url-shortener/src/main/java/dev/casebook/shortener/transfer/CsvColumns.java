package dev.casebook.shortener.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.casebook.shortener.links.NewLink;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Between the columns of a CSV file and links. A column is a member of a link's JSON; an empty field is one left out. Tags are separated by commas,
 * rules are JSON.
 */
final class CsvColumns {

    static final List<String> ALL = List.of(
            "alias",
            "url",
            "title",
            "tags",
            "validFrom",
            "validUntil",
            "maxVisits",
            "status",
            "forwardQuery",
            "rules",
            "maxAge");

    private final ObjectMapper json;
    private final List<String> names;

    /**
     * @param header the first line of the file, in any order, without some; url must be there
     * @throws MalformedImportException if it names another column, or no url
     */
    CsvColumns(ObjectMapper json, List<String> header) {
        this.json = json;
        this.names = header.stream().map(String::strip).toList();
        var unknown = names.stream().filter(name -> !ALL.contains(name)).findFirst();
        if (unknown.isPresent()) {
            throw new MalformedImportException("The first line names a column that is not known; known are: " + ALL);
        }
        if (!names.contains("url")) {
            throw new MalformedImportException("The first line names no column url.");
        }
    }

    /** @throws MalformedImportException if a field does not fit its column */
    NewLink link(List<String> fields) {
        if (fields.size() > names.size()) {
            throw new MalformedImportException("A record has more fields than the first line.");
        }
        try {
            var link = json.createObjectNode();
            for (int i = 0; i < fields.size(); i++) {
                put(link, names.get(i), fields.get(i));
            }
            return json.treeToValue(link, NewLink.class);
        } catch (JsonProcessingException _) {
            throw new MalformedImportException("A field has the wrong type or format.");
        }
    }

    private void put(ObjectNode link, String name, String text) throws JsonProcessingException {
        if (text.isEmpty()) {
            return;
        }
        switch (name) {
            case "tags" -> Stream.of(text.split(",")).forEach(link.withArray("tags")::add);
            case "rules" -> link.set("rules", json.readTree(text));
            default -> link.put(name, text);
        }
    }

    /** One line, with its line break. */
    static String header() {
        return String.join(",", ALL) + "\r\n";
    }

    /** One line, with its line break, for {@link #ALL} columns. */
    static String line(ObjectMapper json, NewLink link) {
        ObjectNode members = json.valueToTree(link);
        var fields = new ArrayList<String>();
        for (var name : ALL) {
            var member = members.path(name);
            if (name.equals("tags")) {
                fields.add(quoted(String.join(",", link.tags())));
            } else if (name.equals("rules")) {
                fields.add(member.isEmpty() ? "" : quoted(member.toString()));
            } else {
                fields.add(member.isNull() ? "" : quoted(member.asText()));
            }
        }
        return fields.stream().collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
