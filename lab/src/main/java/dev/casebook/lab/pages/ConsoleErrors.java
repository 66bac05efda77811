package dev.casebook.lab.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the browser's console shows as faults. Refused requests are part of what is tried, and are none. */
final class ConsoleErrors {

    private final Queue<String> errors = new ConcurrentLinkedQueue<>();

    /** @param event of the DevTools protocol, of any kind */
    void hear(JsonNode event) {
        var parameters = event.path("params");
        switch (event.path("method").asText()) {
            case "Runtime.exceptionThrown" ->
                errors.add(parameters
                        .path("exceptionDetails")
                        .path("exception")
                        .path("description")
                        .asText());
            case "Log.entryAdded" -> {
                var entry = parameters.path("entry");
                if (entry.path("level").asText().equals("error")
                        && !entry.path("source").asText().equals("network")) {
                    errors.add(entry.path("text").asText());
                }
            }
            default -> {}
        }
    }

    List<String> seen() {
        return List.copyOf(errors);
    }
}
