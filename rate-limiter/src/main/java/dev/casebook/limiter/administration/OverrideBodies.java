package dev.casebook.limiter.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casebook.limiter.administration.ChangeLog.Next;
import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.current.TenantOverride;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.LimitOverride;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Between overrides and what clients send and see of them. */
@Singleton
final class OverrideBodies {

    private static final int MOST_ENTRIES = 10;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 512;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    private final CurrentRules rules;
    private final ObjectMapper json;

    OverrideBodies(CurrentRules rules, ObjectMapper json) {
        this.rules = rules;
        this.json = json;
    }

    /** @throws dev.casebook.limiter.rules.InvalidRulesException in the words of the reader of rules */
    TenantOverride read(UUID id, NewOverrideRequest request, Next next) {
        RuleDocument.checkDomain(request.domain());
        check(request.descriptor());
        if (request.limit() == null) {
            throw AdministrationProblems.invalid("limit", "must be there");
        }
        var until = Optional.ofNullable(request.until()).map(instant -> instant.truncatedTo(ChronoUnit.MICROS));
        until.filter(end -> !end.isAfter(next.at()) || end.isAfter(LAST)).ifPresent(_ -> {
            throw AdministrationProblems.invalid("until", "must be in the future, and before %s".formatted(LAST));
        });
        LimitOverride.parse(rules.mode(), request.domain(), request.descriptor(), request.limit(), until);
        return new TenantOverride(
                id, request.domain(), request.descriptor(), text(request.limit()), until, next.version(), next.at());
    }

    String json(TenantOverride override) {
        return text(OverrideResponse.of(override));
    }

    private static void check(List<Entry> descriptor) {
        if (descriptor == null || descriptor.isEmpty() || descriptor.size() > MOST_ENTRIES) {
            throw AdministrationProblems.invalid("descriptor", "must have 1 to %d entries".formatted(MOST_ENTRIES));
        }
        IntStream.range(0, descriptor.size()).forEach(i -> {
            var field = "descriptor[%d]".formatted(i);
            if (descriptor.get(i) == null) {
                throw AdministrationProblems.invalid(field, "must be there");
            }
            check(field + ".key", descriptor.get(i).key(), 1, LONGEST_KEY);
            check(field + ".value", descriptor.get(i).value(), 0, LONGEST_VALUE);
        });
    }

    private static void check(String field, String text, int shortest, int longest) {
        if (text == null || text.length() < shortest || text.length() > longest) {
            throw AdministrationProblems.invalid(field, "must have %d to %d characters".formatted(shortest, longest));
        }
        if (CONTROL.matcher(text).find() || !RuleDocument.isText(text)) {
            throw AdministrationProblems.invalid(field, "has characters that no text has");
        }
    }

    private String text(Object body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own bodies are always writable", e);
        }
    }
}
