package dev.casebook.gateway.routes;

import io.quarkus.logging.Log;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The route table, from the folder of route files. */
@Singleton
final class Routes {

    @Produces
    @Singleton
    RouteTable table(RouteSettings settings) {
        var table = load(settings.routes());
        Log.infof(
                "event=routes.loaded folder=%s routes=%d",
                settings.routes(), table.routes().size());
        return table;
    }

    /** @throws InvalidRoutesException with every mistake in the folder */
    static RouteTable load(Path folder) {
        var mistakes = new ArrayList<String>();
        var routes = new ArrayList<Route>();
        files(folder, mistakes).forEach(file -> routes.addAll(new RouteFile(file, mistakes).read()));
        if (!mistakes.isEmpty()) {
            throw new InvalidRoutesException(mistakes);
        }
        try {
            return new RouteTable(routes);
        } catch (IllegalArgumentException e) {
            throw new InvalidRoutesException(List.of(e.getMessage()));
        }
    }

    private static List<Path> files(Path folder, List<String> mistakes) {
        try (var entries = Files.list(folder)) {
            return entries.filter(file -> file.toString().endsWith(RouteFile.SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            mistakes.add("the folder %s (casebook.gateway.routes) cannot be read".formatted(folder));
            return List.of();
        }
    }
}
