package dev.casebook.gateway.routes;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads which requests a route is for. */
final class MatchFields {

    private static final int HIGHEST_PRIORITY = 1000;
    private static final int HIGHEST_WEIGHT = 1000;

    private final Fields fields;

    MatchFields(Fields fields) {
        this.fields = fields;
    }

    /** @return empty when there is no path to match */
    Optional<Match> read() {
        var path = fields.text("path").flatMap(text -> fields.parsed("path", text, PathPattern::parse));
        var conditions = new Conditions(hosts(), headers(), fields.texts("query"));
        path.flatMap(pattern -> OwnPaths.conflict(pattern, !conditions.hosts().isEmpty()))
                .ifPresent(reason -> fields.mistake("path", reason));
        var methods = methods();
        int priority =
                fields.number("priority", -HIGHEST_PRIORITY, HIGHEST_PRIORITY).orElse(0);
        var weight = fields.number("weight", 0, HIGHEST_WEIGHT);
        return path.map(pattern -> new Match(pattern, methods, conditions, priority, weight));
    }

    private Set<String> methods() {
        var methods = new HashSet<String>();
        for (var each : fields.list("methods")) {
            var name = each.asText();
            if (!OwnPaths.METHODS.contains(name)) {
                fields.mistake("methods", "%s is none of %s".formatted(name, OwnPaths.METHODS));
            } else {
                methods.add(name);
            }
        }
        return Set.copyOf(methods);
    }

    private List<HostPattern> hosts() {
        return fields.optionalList("hosts").stream()
                .flatMap(text -> fields.parsed("hosts", text, HostPattern::parse).stream())
                .toList();
    }

    private Map<String, String> headers() {
        var headers = new TreeMap<String, String>();
        fields.texts("headers").forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
        return Map.copyOf(headers);
    }
}
