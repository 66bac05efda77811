package dev.casebook.gateway.routes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Reads one route file, and says of every mistake in it where it is. */
final class RouteFile {

    static final String SUFFIX = ".yaml";

    private static final ObjectMapper YAML =
            new ObjectMapper(new YAMLFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));
    private static final String OPENAPI = "/openapi";

    private final String name;
    private final String text;
    private final List<String> mistakes;

    /** @param mistakes gets a line for each mistake found */
    RouteFile(String name, String text, List<String> mistakes) {
        this.name = name;
        this.text = text;
        this.mistakes = mistakes;
    }

    /** @param policies gets that of the file's service, if there is one */
    List<Route> read(Map<String, UpstreamPolicy> policies) {
        try {
            var top = Fields.of(name, YAML.readTree(text), mistakes);
            top.only("upstream", "openapi", "routes", "policy", LimitFields.FIELD);
            var upstream = top.text("upstream").orElse("");
            PolicyFields.of(top).ifPresent(policy -> {
                if (policies.putIfAbsent(upstream, policy) != null) {
                    top.mistake("policy", "another file has one for %s".formatted(upstream));
                }
            });
            return routes(top, upstream);
        } catch (JsonProcessingException e) {
            mistakes.add("%s: %s".formatted(name, malformed(e)));
        }
        return List.of();
    }

    private List<Route> routes(Fields top, String upstream) {
        var stem = name.replace(SUFFIX, "");
        var routes = new ArrayList<Route>();
        top.optionalText("openapi")
                .flatMap(path -> top.parsed("openapi", path, each -> openApi(stem, upstream, each)))
                .ifPresent(routes::add);
        var limits = new LimitFields(top, stem).read().orElse(List.of());
        var ids = new HashSet<String>();
        int number = 0;
        for (var each : top.list("routes")) {
            var fields = top.item("routes[" + number++ + "]", each);
            new RouteFields(fields, stem, upstream, limits).read(ids).ifPresent(routes::add);
        }
        return routes;
    }

    private static Route openApi(String stem, String upstream, String path) {
        var shown = PathPattern.parse(OPENAPI + "/" + stem);
        var match = new Match(shown, Set.of("GET", "HEAD"), Conditions.NONE, 0, OptionalInt.empty());
        var rewrite = PathTemplate.parse(path, shown);
        return new Route(
                stem + ".openapi",
                upstream,
                match,
                Auth.NONE,
                Set.of(),
                RouteFields.DEFAULT_TIMEOUTS,
                Retry.IDEMPOTENT,
                Criticality.NORMAL,
                false,
                0,
                List.of(),
                List.of(),
                Changes.rewriting(rewrite),
                Optional.empty(),
                Optional.empty());
    }

    private static String malformed(JsonProcessingException e) {
        if (e.getCause() instanceof MarkedYAMLException yaml) {
            return "line %d: %s".formatted(yaml.getProblemMark().getLine() + 1, yaml.getProblem());
        }
        return "line %d: %s".formatted(e.getLocation().getLineNr(), e.getOriginalMessage());
    }
}
