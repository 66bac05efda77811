package dev.casebook.lab.gateways;

import java.util.List;
import java.util.stream.Stream;

/**
 * What came to the service behind a gateway.
 *
 * @param line the request line, as it came
 * @param fields the other lines of the head, as they came
 */
record Received(String line, List<String> fields) {

    String target() {
        var parts = line.split(" ");
        return parts.length > 1 ? parts[1] : "";
    }

    Stream<String> values(String name) {
        return Answer.values(fields, name);
    }
}
