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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of a {@code rate_limit}. */
final class LimitFields {

    /** Microseconds in 100 years: so long after now, the script's instants are still exact, and Redis can tell when a key expires. */
    private static final long LONGEST_BURST = 100 * Unit.YEAR.micros();

    private LimitFields() {}

    /** @param mode of limits that name no algorithm */
    static Limit limit(Mode mode, List<String> path, Node descriptor, Node fields) {
        var unit = Unit.of(fields.text("unit"));
        boolean unlimited = fields.flag("unlimited");
        if (unlimited && unit.isPresent()) {
            throw fields.invalid("unit", "should not specify rate limit unit when unlimited");
        }
        if (!unlimited && unit.isEmpty()) {
            throw fields.invalid("unit", "invalid rate limit unit '%s'".formatted(fields.text("unit")));
        }
        long requests = within(fields, "requests_per_unit", 0, Rate.MAX_COUNT);
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
                metadata(descriptor),
                path,
                Limit.label(fields.text("name"), path));
    }

    private static Map<String, Object> metadata(Node descriptor) {
        var metadata = new LinkedHashMap<String, Object>();
        if (descriptor.has("metadata")) {
            descriptor.below("metadata").object().forEach((key, value) -> metadata.put(String.valueOf(key), value));
        }
        return metadata;
    }

    static OnFailure onFailure(Node fields) {
        if (!fields.has("on_failure")) {
            return OnFailure.ERROR;
        }
        var name = fields.text("on_failure");
        return OnFailure.of(name)
                .orElseThrow(() -> fields.invalid("on_failure", "invalid on_failure '%s'".formatted(name)));
    }

    private static Set<String> replaces(Node fields) {
        var names = new HashSet<String>();
        for (var replaced : fields.list("replaces")) {
            var name = replaced.text("name");
            if (name.isEmpty()) {
                throw replaced.invalid("name", "should not have an empty replaces entry");
            }
            if (name.equals(fields.text("name"))) {
                throw replaced.invalid("name", "replaces should not contain name of same descriptor");
            }
            names.add(name);
        }
        return names;
    }

    private static Algorithm<?> algorithm(Mode mode, Node fields, Rate rate) {
        long burst = fields.has("burst") ? burst(fields, rate) : rate.count();
        return switch (fields.text("algorithm")) {
            case "" -> unnamed(mode, rate);
            case "fixed_window" -> new FixedWindow(rate);
            case "sliding_window_log" -> {
                if (rate.count() > SlidingWindowLog.MAX_COUNT) {
                    throw outside(
                            fields,
                            "requests_per_unit",
                            "requests_per_unit of a sliding_window_log",
                            1,
                            SlidingWindowLog.MAX_COUNT);
                }
                yield new SlidingWindowLog(rate);
            }
            case "sliding_window_counter" -> new SlidingWindowCounter(rate);
            case "token_bucket" -> new TokenBucket(rate, burst);
            case "leaky_bucket" -> new LeakyBucket(rate, burst);
            case "gcra" -> new Gcra(rate, burst);
            case String unknown -> throw fields.invalid("algorithm", "invalid algorithm '%s'".formatted(unknown));
        };
    }

    private static long burst(Node fields, Rate rate) {
        long most = Math.min(Rate.MAX_COUNT, (long) ((double) LONGEST_BURST / rate.period() * rate.count()));
        long burst = fields.number("burst");
        if (burst < 1 || burst > most) {
            throw outside(fields, "burst", "burst, which at this rate has to come in within 100 years,", 1, most);
        }
        return burst;
    }

    static Algorithm<?> unnamed(Mode mode, Rate rate) {
        return switch (mode) {
            case STRICT -> new FixedWindow(rate);
            case COMPAT -> new CountingWindow(rate);
        };
    }

    static long within(Node fields, String key, long least, long most) {
        long value = fields.number(key);
        if (value < least || value > most) {
            throw outside(fields, key, key, least, most);
        }
        return value;
    }

    private static InvalidRulesException outside(Node fields, String key, String name, long least, long most) {
        return fields.invalid(key, "%s is %d to %d, not %d".formatted(name, least, most, fields.number(key)));
    }
}
