package dev.casebook.limiter.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.current.DomainRules;
import dev.casebook.limiter.rules.Rules;
import dev.casebook.limiter.rules.RulesText;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The rules that this instance goes by, as their sources have them. From memory, so also without PostgreSQL. */
@Singleton
final class RulesInEffect {

    private final CurrentRules rules;
    private final ObjectMapper json;

    /**
     * @param source {@code administration}, whose rules win, or {@code file}
     * @param overridesFile whether a file has rules for it too, which do not hold
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Domain(
            String domain,
            String source,
            boolean overridesFile,
            Optional<Long> version,
            Optional<Instant> updatedAt,
            long overrides) {}

    RulesInEffect(CurrentRules rules, ObjectMapper json) {
        this.rules = rules;
        this.json = json;
    }

    /** In their order, those behind that one. */
    Stream<Domain> after(String domain) {
        var administered = rules.administered();
        var ofFiles = rules.domainsOfFiles();
        var all = new TreeSet<>(ofFiles);
        all.addAll(administered.domains().keySet());
        return all.tailSet(domain, false).stream().map(name -> {
            var held = Optional.ofNullable(administered.domains().get(name));
            long overrides = administered.overrides().values().stream()
                    .filter(override -> override.domain().equals(name))
                    .count();
            return new Domain(
                    name,
                    held.isPresent() ? "administration" : "file",
                    held.isPresent() && ofFiles.contains(name),
                    held.map(DomainRules::version),
                    held.map(DomainRules::updatedAt),
                    overrides);
        });
    }

    Optional<DomainRules> administered(String domain) {
        return Optional.ofNullable(rules.administered().domains().get(domain));
    }

    /** What a file has, in JSON. */
    Optional<String> ofFile(String domain) {
        return rules.files().entrySet().stream()
                .filter(file -> Rules.parse(rules.mode(), Map.ofEntries(file)).knows(domain))
                .map(file -> text(RulesText.parse(file.getValue())))
                .findFirst();
    }

    private String text(Map<?, ?> document) {
        try {
            return json.writeValueAsString(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a file of rules is always writable", e);
        }
    }
}
