package dev.casebook.gateway.routes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads one route file, and says of every mistake in it where it is. */
final class RouteFile {

    static final String SUFFIX = ".yaml";

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));
    private static final Timeouts DEFAULT_TIMEOUTS = new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30));
    private static final long DEFAULT_MAX_BODY = 1 << 20;
    private static final String OPENAPI = "/openapi";

    private final Path file;
    private final List<String> mistakes;

    RouteFile(Path file, List<String> mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    List<Route> read() {
        try {
            var root = YAML.readTree(Files.readAllBytes(file));
            return routes(Fields.of(file.getFileName().toString(), root, mistakes));
        } catch (JsonProcessingException e) {
            mistakes.add("%s: %s".formatted(file.getFileName(), malformed(e)));
        } catch (IOException e) {
            mistakes.add("%s: cannot be read: %s".formatted(file.getFileName(), e.getMessage()));
        }
        return List.of();
    }

    private List<Route> routes(Fields top) {
        top.only("upstream", "openapi", "routes");
        var stem = file.getFileName().toString().replace(SUFFIX, "");
        var upstream = top.text("upstream").orElse("");
        var routes = new ArrayList<Route>();
        top.optionalText("openapi")
                .filter(path -> top.valid("openapi", path, PathPattern::parse))
                .ifPresent(path -> routes.add(openApi(stem, upstream, path)));
        var ids = new HashSet<String>();
        int number = 0;
        for (var each : top.list("routes")) {
            route(top.item("routes[" + number++ + "]", each), stem, upstream, ids)
                    .ifPresent(routes::add);
        }
        return routes;
    }

    private Optional<Route> route(Fields anonymous, String stem, String upstream, Set<String> ids) {
        var given = anonymous.text("id");
        var fields = given.map(id -> anonymous.named("route " + id)).orElse(anonymous);
        fields.only("id", "path", "methods", "auth", "timeouts", "retry", "maxBody");
        var id = given.orElse("");
        if (given.isPresent() && !id.matches("[a-z][a-z0-9-]*")) {
            fields.mistake("id", "%s is not of lower-case letters, digits and dashes".formatted(id));
        } else if (!ids.add(id)) {
            fields.mistake("id", "%s is taken by another route of this file".formatted(id));
        }
        var path = fields.text("path").flatMap(text -> fields.parsed("path", text, PathPattern::parse));
        path.flatMap(OwnPaths::conflict).ifPresent(reason -> fields.mistake("path", reason));
        var methods = methods(fields);
        var auth = fields.text("auth").flatMap(text -> fields.choice("auth", text, Auth.class));
        var timeouts = timeouts(fields);
        var retry = fields.optionalText("retry")
                .flatMap(text -> fields.choice("retry", text, Retry.class))
                .orElse(Retry.IDEMPOTENT);
        var maxBody = fields.size("maxBody", DEFAULT_MAX_BODY);
        if (path.isEmpty() || auth.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Route(
                stem + "." + id,
                upstream,
                path.get(),
                methods,
                auth.get(),
                timeouts,
                retry,
                maxBody,
                Optional.empty()));
    }

    private static Set<String> methods(Fields fields) {
        var methods = new HashSet<String>();
        for (JsonNode each : fields.list("methods")) {
            var name = each.asText();
            if (!OwnPaths.METHODS.contains(name)) {
                fields.mistake("methods", "%s is none of %s".formatted(name, OwnPaths.METHODS));
            } else {
                methods.add(name);
            }
        }
        return Set.copyOf(methods);
    }

    private static Timeouts timeouts(Fields fields) {
        var inner = fields.object("timeouts");
        if (inner.isEmpty()) {
            return DEFAULT_TIMEOUTS;
        }
        inner.get().only("response", "idle");
        return new Timeouts(
                inner.get().duration("response", DEFAULT_TIMEOUTS.response()),
                inner.get().duration("idle", DEFAULT_TIMEOUTS.idle()));
    }

    private static Route openApi(String stem, String upstream, String path) {
        return new Route(
                stem + ".openapi",
                upstream,
                PathPattern.parse(OPENAPI + "/" + stem),
                Set.of("GET", "HEAD"),
                Auth.NONE,
                DEFAULT_TIMEOUTS,
                Retry.IDEMPOTENT,
                0,
                Optional.of(path));
    }

    private static String malformed(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml) {
            return "line %d: %s".formatted(yaml.getProblemMark().getLine() + 1, yaml.getProblem());
        }
        return "line %d: %s".formatted(e.getLocation().getLineNr(), e.getOriginalMessage());
    }
}
