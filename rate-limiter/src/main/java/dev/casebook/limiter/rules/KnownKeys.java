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

    static void check(Map<?, ?> object) {
        object.forEach((key, value) -> {
            if (!(key instanceof String name)) {
                throw new InvalidRulesException("config error, key is not of type string: " + key);
            }
            if (!KEYS.contains(name)) {
                throw new InvalidRulesException("config error, unknown key '%s'".formatted(name));
            }
            if (!name.equals(METADATA)) {
                checkBelow(value);
            }
        });
    }

    private static void checkBelow(Object value) {
        switch (value) {
            case Map<?, ?> object -> check(object);
            case List<?> list ->
                list.forEach(item -> {
                    if (!(item instanceof Map<?, ?> object)) {
                        throw new InvalidRulesException(
                                "config error, yaml file contains list of type other than map: " + item);
                    }
                    check(object);
                });
            case null, default -> {
                // A value, which whoever wants it looks at.
            }
        }
    }
}
