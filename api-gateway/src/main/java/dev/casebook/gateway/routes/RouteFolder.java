package dev.casebook.gateway.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Route files as they were at one moment.
 *
 * @param texts by name of the file, in order
 * @param unreadable why some could not be read
 */
record RouteFolder(Map<String, String> texts, List<String> unreadable) {

    static RouteFolder read(Path folder) {
        var texts = new TreeMap<String, String>();
        var unreadable = new ArrayList<String>();
        for (var file : files(folder, unreadable)) {
            try {
                texts.put(file.getFileName().toString(), new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            } catch (IOException e) {
                unreadable.add("%s: cannot be read: %s".formatted(file.getFileName(), e.getMessage()));
            }
        }
        return new RouteFolder(texts, unreadable);
    }

    private static List<Path> files(Path folder, List<String> unreadable) {
        try (var entries = Files.list(folder)) {
            var files = entries.filter(file -> file.toString().endsWith(RouteFile.SUFFIX))
                    .toList();
            if (files.isEmpty()) {
                // A volume that is not mounted looks so, and would be a gateway without a single route.
                unreadable.add("the folder %s (casebook.gateway.routes) has no file that ends with %s"
                        .formatted(folder, RouteFile.SUFFIX));
            }
            return files;
        } catch (IOException e) {
            unreadable.add("the folder %s (casebook.gateway.routes) cannot be read".formatted(folder));
            return List.of();
        }
    }

    /** @throws InvalidRoutesException with every mistake in the folder */
    RouteTable table() {
        var mistakes = new ArrayList<>(unreadable);
        var routes = new ArrayList<Route>();
        var policies = new HashMap<String, UpstreamPolicy>();
        texts.forEach((name, text) -> routes.addAll(new RouteFile(name, text, mistakes).read(policies)));
        if (!mistakes.isEmpty()) {
            throw new InvalidRoutesException(mistakes);
        }
        try {
            return new RouteTable(routes, policies);
        } catch (IllegalArgumentException e) {
            throw new InvalidRoutesException(List.of(e.getMessage()));
        }
    }
}
