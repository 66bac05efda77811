package dev.casebook.shortener.redirects;

import dev.casebook.shortener.redirects.Answer.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Redirects by outcome, and by who knew the answer. Looked up once, because the hot path counts each request. */
@Singleton
class RedirectMetrics {

    enum Outcome {
        FOUND,
        /** The same, asked with HEAD: no visit, and no click. */
        CHECKED,
        /** Shown instead of followed. */
        PREVIEWED,
        /** Leads to a place that was blocked after it was made. */
        BLOCKED,
        UNKNOWN,
        GONE,
        /** Before the link's window. */
        NOT_YET,
        /** After it. */
        OVER,
        /** As many visits as the link's limit allows are spent or leased. */
        SPENT,
        /** Not a code at all: answered without a look-up. */
        MALFORMED,
        /** One unknown code too many from the same address: answered without a look-up. */
        GUESSED,
        /** The store is away and nobody else knew. */
        UNAVAILABLE
    }

    private final Map<Outcome, Counter> outcomes = new EnumMap<>(Outcome.class);
    private final Map<Source, Counter> sources = new EnumMap<>(Source.class);

    RedirectMetrics(MeterRegistry meters) {
        for (var outcome : Outcome.values()) {
            outcomes.put(outcome, meters.counter("shortener.redirects", "outcome", label(outcome)));
        }
        for (var source : Source.values()) {
            sources.put(source, meters.counter("shortener.redirects.answers", "source", label(source)));
        }
    }

    void count(Outcome outcome) {
        outcomes.get(outcome).increment();
    }

    void count(Source source) {
        sources.get(source).increment();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
