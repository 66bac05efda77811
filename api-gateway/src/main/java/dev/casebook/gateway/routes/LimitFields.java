package dev.casebook.gateway.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casebook.gateway.routes.Limit.Kind;
import dev.casebook.gateway.routes.Limit.Mode;
import dev.casebook.gateway.routes.Limit.Source;
import dev.casebook.limiter.client.leases.Fallback;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what the rate limiter is asked about the requests of a route, or of all routes of a file. */
final class LimitFields {

    static final String FIELD = "limits";

    private static final int MOST_LIMITS = 8;

    /** As many as the limiter takes. */
    private static final int MOST_ENTRIES = 8;

    private static final int LONGEST = 128;
    private static final int MOST_REQUESTS = 1_000_000_000;
    private static final Duration DEFAULT_PERIOD = Duration.ofMinutes(1);

    private final Fields fields;
    private final String stem;

    /** @param stem the domain of those limits that name none */
    LimitFields(Fields fields, String stem) {
        this.fields = fields;
        this.stem = stem;
    }

    /** @return empty when the route or file says nothing of it */
    Optional<List<Limit>> read() {
        if (!fields.has(FIELD)) {
            return Optional.empty();
        }
        var limits = new ArrayList<Limit>();
        int number = 0;
        for (JsonNode each : fields.possiblyEmptyList(FIELD)) {
            limit(fields.item("limits[" + number++ + "]", each)).ifPresent(limits::add);
        }
        if (number > MOST_LIMITS) {
            fields.mistake(FIELD, "there are more than %d".formatted(MOST_LIMITS));
        }
        if (limits.stream()
                        .filter(limit -> limit.mode() == Mode.REMOTE)
                        .map(Limit::domain)
                        .distinct()
                        .count()
                > 1) {
            fields.mistake(FIELD, "those that are remote are of several domains, and one question is about one");
        }
        return Optional.of(List.copyOf(limits));
    }

    private Optional<Limit> limit(Fields limit) {
        limit.only("domain", "entries", "mode", "unreachable");
        var domain = limit.optionalText("domain").orElse(stem);
        if (domain.length() > LONGEST) {
            limit.mistake("domain", "is longer than %d characters".formatted(LONGEST));
        }
        var entries = entries(limit);
        var mode = limit.text("mode").flatMap(text -> limit.choice("mode", text, Mode.class));
        var unreachable = unreachable(limit);
        return mode.flatMap(known -> unreachable.map(fallback -> new Limit(domain, entries, known, fallback)));
    }

    private static Map<String, Source> entries(Fields limit) {
        var entries = new LinkedHashMap<String, Source>();
        limit.texts("entries").forEach((key, text) -> source(limit, text).ifPresent(source -> {
            if (key.isBlank() || key.length() > LONGEST) {
                limit.mistake("entries", "a key has 1 to %d characters".formatted(LONGEST));
            }
            entries.put(key, source);
        }));
        if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
            limit.mistake("entries", "must be 1 to %d".formatted(MOST_ENTRIES));
        }
        return Collections.unmodifiableMap(entries);
    }

    private static Optional<Source> source(Fields limit, String text) {
        var words = text.strip().split(" +", 2);
        var name = words.length == 1 ? "" : words[1];
        var kind = limit.choice("entries", words[0], Kind.class);
        if (kind.isPresent() && kind.get().isNamed() == name.isEmpty()) {
            limit.mistake(
                    "entries",
                    "%s %s".formatted(words[0], name.isEmpty() ? "is to be followed by a name" : "has no name"));
        }
        if (name.length() > LONGEST) {
            limit.mistake("entries", "a name has at most %d characters".formatted(LONGEST));
        }
        return kind.map(known -> new Source(known, name));
    }

    /** {@code open}, {@code closed}, or how many pass in which time. */
    private static Optional<Fallback> unreachable(Fields limit) {
        if (limit.isObject("unreachable")) {
            return limit.object("unreachable").flatMap(LimitFields::share);
        }
        return limit.text("unreachable").flatMap(text -> switch (text) {
            case "open" -> Optional.of(new Fallback.Open());
            case "closed" -> Optional.of(new Fallback.Closed());
            default -> {
                limit.mistake(
                        "unreachable", "%s is neither open nor closed nor { count: …, period: … }".formatted(text));
                yield Optional.empty();
            }
        });
    }

    private static Optional<Fallback> share(Fields share) {
        share.only("count", "period");
        if (!share.has("count")) {
            share.mistake("count", "is missing");
        }
        var period = share.duration("period", DEFAULT_PERIOD);
        var count = share.number("count", 1, MOST_REQUESTS);
        return count.isEmpty() ? Optional.empty() : Optional.of(new Fallback.LocalShare(count.getAsInt(), period));
    }
}
