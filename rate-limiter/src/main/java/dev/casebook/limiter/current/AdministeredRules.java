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

/**
 * Reads what administration has. It was read when it came in, but perhaps by a later version of this service, which knew more keys: what cannot be
 * read stays as it was.
 */
final class AdministeredRules {

    private static final TypeReference<Map<String, Object>> DOCUMENT = new TypeReference<>() {};

    private final Mode mode;
    private final ObjectMapper json;
    private Map<String, Versioned> known = Map.of();

    private record Versioned(long version, Rules rules) {}

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
        var next = new HashMap<String, Versioned>();
        for (var rules : administered.domains().values()) {
            var before = Optional.ofNullable(known.get(rules.domain()));
            try {
                next.put(
                        rules.domain(),
                        before.filter(same -> same.version() == rules.version())
                                .orElseGet(() ->
                                        new Versioned(rules.version(), Rules.of(mode, document(rules.document())))));
            } catch (InvalidRulesException | IllegalStateException e) {
                mistakes.add(rules.domain() + ": " + e.getMessage());
                before.ifPresent(kept -> next.put(rules.domain(), kept));
            }
        }
        known = Map.copyOf(next);
        return new Reading(
                known.values().stream().map(Versioned::rules).toList(),
                administered.overrides().values().stream()
                        .flatMap(override -> limit(override, mistakes).stream())
                        .toList(),
                mistakes);
    }

    private Optional<LimitOverride> limit(TenantOverride override, List<String> mistakes) {
        try {
            return Optional.of(LimitOverride.parse(
                    mode, override.domain(), override.descriptor(), document(override.limit()), override.until()));
        } catch (InvalidRulesException | IllegalStateException e) {
            mistakes.add("override " + override.id() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Map<String, Object> document(String text) {
        try {
            return json.readValue(text, DOCUMENT);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("rules were written as a JSON object", e);
        }
    }
}
