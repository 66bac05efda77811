package dev.casebook.limiter.rules;

import dev.casebook.limiter.algorithms.Algorithm;
import dev.casebook.limiter.algorithms.CountingWindow;
import dev.casebook.limiter.algorithms.FixedWindow;
import dev.casebook.limiter.algorithms.Gcra;
import dev.casebook.limiter.algorithms.LeakyBucket;
import dev.casebook.limiter.algorithms.Meter;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.SlidingWindowCounter;
import dev.casebook.limiter.algorithms.SlidingWindowLog;
import dev.casebook.limiter.algorithms.TokenBucket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The fields of a {@code rate_limit}. */
final class LimitFields {

    private LimitFields() {}

    /** @param mode of limits that name no algorithm */
    static Limit limit(Mode mode, List<String> path, Node descriptor, Node fields) {
        var unit = Unit.of(fields.text("unit"));
        boolean unlimited = fields.flag("unlimited");
        if (unlimited && unit.isPresent()) {
            throw new InvalidRulesException("should not specify rate limit unit when unlimited");
        }
        if (!unlimited && unit.isEmpty()) {
            throw new InvalidRulesException("invalid rate limit unit '%s'".formatted(fields.text("unit")));
        }
        long requests = within("requests_per_unit", 0, fields.number("requests_per_unit"));
        return new Limit(
                fields.text("name"),
                replaces(fields),
                unit,
                requests,
                unit.filter(_ -> requests > 0)
                        .map(known -> Meter.of(algorithm(mode, fields, new Rate(requests, known.micros())))),
                descriptor.flag("shadow_mode"),
                descriptor.flag("quota_mode"),
                onFailure(fields),
                path,
                Limit.label(fields.text("name"), path));
    }

    static OnFailure onFailure(Node fields) {
        if (!fields.has("on_failure")) {
            return OnFailure.ERROR;
        }
        var name = fields.text("on_failure");
        return OnFailure.of(name)
                .orElseThrow(() -> new InvalidRulesException("invalid on_failure '%s'".formatted(name)));
    }

    private static Set<String> replaces(Node fields) {
        var names = new HashSet<String>();
        for (var replaced : fields.list("replaces")) {
            var name = replaced.text("name");
            if (name.isEmpty()) {
                throw new InvalidRulesException("should not have an empty replaces entry");
            }
            if (name.equals(fields.text("name"))) {
                throw new InvalidRulesException("replaces should not contain name of same descriptor");
            }
            names.add(name);
        }
        return names;
    }

    private static Algorithm<?> algorithm(Mode mode, Node fields, Rate rate) {
        long burst = fields.has("burst") ? within("burst", 1, fields.number("burst")) : rate.count();
        return switch (fields.text("algorithm")) {
            case "" -> unnamed(mode, rate);
            case "fixed_window" -> new FixedWindow(rate);
            case "sliding_window_log" -> {
                within("requests_per_unit of a sliding_window_log", 1, rate.count(), SlidingWindowLog.MAX_COUNT);
                yield new SlidingWindowLog(rate);
            }
            case "sliding_window_counter" -> new SlidingWindowCounter(rate);
            case "token_bucket" -> new TokenBucket(rate, burst);
            case "leaky_bucket" -> new LeakyBucket(rate, burst);
            case "gcra" -> new Gcra(rate, burst);
            case String unknown -> throw new InvalidRulesException("invalid algorithm '%s'".formatted(unknown));
        };
    }

    static Algorithm<?> unnamed(Mode mode, Rate rate) {
        return switch (mode) {
            case STRICT -> new FixedWindow(rate);
            case COMPAT -> new CountingWindow(rate);
        };
    }

    private static long within(String field, long least, long value) {
        return within(field, least, value, Rate.MAX_COUNT);
    }

    static long within(String field, long least, long value, long most) {
        if (value < least || value > most) {
            throw new InvalidRulesException("%s is %d to %d, not %d".formatted(field, least, most, value));
        }
        return value;
    }
}
