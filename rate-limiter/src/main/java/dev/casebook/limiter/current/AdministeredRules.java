package dev.casebook.limiter.current;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.limiter.rules.InvalidRulesException;
import dev.casebook.limiter.rules.LimitOverride;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Reads what administration has. It was read when it came in, but perhaps by a later version of this service, which knew more keys: what cannot be
 * read stays as it was.
 */
final class AdministeredRules {

    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final Mode mode;
    private final ObjectMapper json;
    private Map<String, Versioned<Rules>> domains = Map.of();
    private Map<UUID, Versioned<LimitOverride>> overrides = Map.of();

    private record Versioned<T>(long version, T read) {}

    /** @param mistakes of what could not be read */
    record Reading(List<Rules> domains, List<LimitOverride> overrides, List<String> mistakes) {

        static final Reading NOTHING = new Reading(List.of(), List.of(), List.of());
    }

    AdministeredRules(Mode mode, ObjectMapper json) {
        this.mode = mode;
        this.json = json;
    }

    Reading read(Administered administered) {
        var mistakes = new ArrayList<String>();
        var nextDomains = new HashMap<String, Versioned<Rules>>();
        for (var each : administered.domains().values()) {
            var before = Optional.ofNullable(domains.get(each.domain()));
            read(each.domain(), each.version(), before, () -> Rules.of(mode, document(each.document())), mistakes)
                    .ifPresent(rules -> nextDomains.put(each.domain(), rules));
        }
        var nextOverrides = new HashMap<UUID, Versioned<LimitOverride>>();
        for (var each : administered.overrides().values()) {
            var before = Optional.ofNullable(overrides.get(each.id()));
            read("override " + each.id(), each.version(), before, () -> limit(each), mistakes)
                    .ifPresent(override -> nextOverrides.put(each.id(), override));
        }
        domains = Map.copyOf(nextDomains);
        overrides = Map.copyOf(nextOverrides);
        return new Reading(
                domains.values().stream().map(Versioned::read).toList(),
                overrides.values().stream().map(Versioned::read).toList(),
                mistakes);
    }

    private static <T> Optional<Versioned<T>> read(
            String name, long version, Optional<Versioned<T>> before, Supplier<T> text, List<String> mistakes) {
        if (before.filter(same -> same.version() == version).isPresent()) {
            return before;
        }
        try {
            return Optional.of(new Versioned<>(version, text.get()));
        } catch (InvalidRulesException | IllegalStateException e) {
            mistakes.add(name + ": " + e.getMessage());
            return before;
        }
    }

    private LimitOverride limit(TenantOverride override) {
        return LimitOverride.parse(
                mode, override.domain(), override.descriptor(), document(override.limit()), override.until());
    }

    private Map<String, Object> document(String text) {
        try {
            return json.readValue(text, DOCUMENT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules were written as a JSON object", e);
        }
    }
}
