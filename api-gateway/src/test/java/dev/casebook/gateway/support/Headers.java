package dev.casebook.gateway.support;

import java.util.List;
import java.util.Optional;

/** Header lines as they came, in order. */
public record Headers(List<String> lines) {

    public List<String> all(String name) {
        return lines.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }
}
