package dev.casebook.limiter.rls;

import dev.casebook.limiter.algorithms.Decision;
import dev.casebook.limiter.current.RulesSettings;
import dev.casebook.limiter.rls.HeaderSettings.Family;
import dev.casebook.limiter.rls.Ruling.Part;
import dev.casebook.limiter.rules.Limit;
import dev.casebook.limiter.rules.Mode;
import dev.casebook.limiter.rules.Unit;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a ruling comes to in headers. Limits in shadow are not told, nor what never was counted; but in {@link Mode#COMPAT} the headers that
 * envoyproxy/ratelimit has are about the limit that it would choose.
 */
@Singleton
final class LimitHeaders {

    private static final long SECOND = 1_000_000;

    private final Set<Family> families;
    private final boolean compat;

    LimitHeaders(HeaderSettings settings, RulesSettings rules) {
        this.compat = rules.mode() == Mode.COMPAT;
        this.families =
                settings.families().orElseGet(() -> compat ? Set.of() : EnumSet.of(Family.IETF, Family.X_RATELIMIT));
    }

    /** In the order in which they are to be written. */
    Map<String, String> of(Ruling ruling) {
        if (families.isEmpty()) {
            return Map.of();
        }
        var limited = ruling.parts().stream()
                .filter(part -> part.subject()
                        .match()
                        .filter(match -> !match.limit().unlimited())
                        .isPresent())
                .filter(part -> !part.uncounted())
                .toList();
        var told = limited.stream().filter(part -> !limit(part).shadow()).toList();
        var headers = new LinkedHashMap<String, String>();
        if (compat && families.contains(Family.RATELIMIT) && !limited.isEmpty()) {
            trio(headers, "RateLimit-", asThere(limited));
        }
        if (!told.isEmpty()) {
            tell(headers, told, ruling.admitted());
        }
        return headers;
    }

    private void tell(Map<String, String> headers, List<Part> told, boolean admitted) {
        if (families.contains(Family.IETF)) {
            headers.put("RateLimit-Policy", list(told, LimitHeaders::policy));
            headers.put("RateLimit", list(told, LimitHeaders::state));
        }
        if (families.contains(Family.X_RATELIMIT)) {
            trio(headers, "X-RateLimit-", tightest(told));
        }
        if (families.contains(Family.RATELIMIT) && !compat) {
            trio(headers, "RateLimit-", tightest(told));
        }
        delay(told).ifPresent(micros -> headers.put("X-RateLimit-Delay", decimal(micros)));
        if (!admitted) {
            retryAfter(told).ifPresent(micros -> headers.put("Retry-After", Long.toString(Seconds.of(micros))));
        }
    }

    private interface Text {
        String of(Part part);
    }

    private static String list(List<Part> parts, Text text) {
        return parts.stream().map(text::of).distinct().collect(Collectors.joining(", "));
    }

    private static String policy(Part part) {
        var limit = limit(part);
        long window = limit.unit().map(Unit::micros).orElseThrow() / SECOND;
        return quoted(limit) + ";q=" + limit.requestsPerUnit() + ";w=" + window;
    }

    private static String state(Part part) {
        var state = part.decision().map(decision -> Answers.usable(decision) + ";t=" + Seconds.until(decision));
        return quoted(limit(part)) + ";r=" + state.orElse("0");
    }

    /** A String of RFC 9651. */
    private static String quoted(Limit limit) {
        return '"' + limit.label().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** One that refuses, if there is one; of several, that which leaves least. */
    private static Part tightest(List<Part> parts) {
        return parts.stream()
                .min(Comparator.comparing(Part::refused).reversed().thenComparing(LimitHeaders::left))
                .orElseThrow();
    }

    /** The last one that refuses by itself, if there is one, or else the first that leaves least; limits in shadow, and quotas, leave something too. */
    private static Part asThere(List<Part> parts) {
        var refusing = parts.stream()
                .filter(part ->
                        part.refused() && !limit(part).shadow() && !limit(part).quota())
                .toList();
        return refusing.isEmpty()
                ? parts.stream().min(Comparator.comparing(LimitHeaders::left)).orElseThrow()
                : refusing.getLast();
    }

    private static long left(Part part) {
        return part.decision().map(Answers::usable).orElse(0L);
    }

    private static void trio(Map<String, String> headers, String prefix, Part part) {
        headers.put(prefix + "Limit", Long.toString(limit(part).requestsPerUnit()));
        headers.put(prefix + "Remaining", Long.toString(left(part)));
        part.decision().ifPresent(decision -> headers.put(prefix + "Reset", Long.toString(Seconds.until(decision))));
    }

    /** Nothing when no wait helps. */
    private static OptionalLong retryAfter(List<Part> parts) {
        var refused = parts.stream().filter(Part::refused).toList();
        boolean never = refused.stream().anyMatch(part -> part.decision()
                .filter(decision -> decision.retryAfter() != Decision.NEVER)
                .isEmpty());
        return never
                ? OptionalLong.empty()
                : refused.stream()
                        .mapToLong(part -> part.decision().orElseThrow().retryAfter())
                        .max();
    }

    private static OptionalLong delay(List<Part> parts) {
        return parts.stream()
                .flatMap(part -> part.decision().stream())
                .mapToLong(Decision::delay)
                .filter(delay -> delay > 0)
                .max();
    }

    private static String decimal(long micros) {
        return "%d.%06d".formatted(micros / SECOND, micros % SECOND);
    }

    private static Limit limit(Part part) {
        return part.subject().match().orElseThrow().limit();
    }
}
