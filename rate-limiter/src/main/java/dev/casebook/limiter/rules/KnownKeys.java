package dev.casebook.limiter.rules;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses a file with a key that nobody knows, wherever it stands: it may be a misspelt one, and the limit would be lost. */
final class KnownKeys {

    private static final String METADATA = "metadata";
    private static final Set<String> KEYS = Set.of(
            "domain",
            "key",
            "value",
            "descriptors",
            "rate_limit",
            "unit",
            "requests_per_unit",
            "unlimited",
            "shadow_mode",
            "quota_mode",
            "name",
            "replaces",
            "detailed_metric",
            "value_to_metric",
            "share_threshold",
            METADATA,
            "algorithm",
            "burst",
            "on_failure",
            "concurrency",
            "slots");

    private KnownKeys() {}

    static void check(Node node) {
        check(node, KEYS);
    }

    /** @param known the keys that may stand in this object and below it */
    static void check(Node node, Set<String> known) {
        node.object().forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw node.invalid(String.valueOf(key), "config error, key is not of type string: " + key);
            }
            if (!known.contains(name)) {
                throw node.invalid(name, "config error, unknown key '%s'".formatted(name));
            }
            if (!name.equals(METADATA)) {
                checkBelow(node, name, value, known);
            }
        });
    }

    private static void checkBelow(Node node, String key, Object value, Set<String> known) {
        switch (value) {
            case Map<?, ?> _ -> check(node.below(key), known);
            case List<?> list -> {
                list.stream().filter(item -> !(item instanceof Map)).findFirst().ifPresent(item -> {
                    throw node.invalid(key, "config error, yaml file contains list of type other than map: " + item);
                });
                node.list(key).forEach(item -> check(item, known));
            }
            case null, default -> {
                // A value, which whoever wants it looks at.
            }
        }
    }
}
