package dev.casebook.shortener.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How a link redirects.
 *
 * @param url where to, unless a rule knows better; checked before, fit for a Location header
 * @param maxVisits how often at most, from 1; empty: without limit. Counting is not done here, since it takes all instances together.
 * @param forwardQuery true when the visitor's query parameters are passed on
 * @param rules the first that holds decides
 * @param maxAge seconds for which a browser may repeat the redirect without asking, and so without being counted; 0: it must ask
 */
public record Redirection(
        String url,
        Window window,
        OptionalLong maxVisits,
        RedirectStatus status,
        boolean forwardQuery,
        List<Rule> rules,
        int maxAge) {

    public Redirection {
        if (url.isEmpty()) {
            throw new IllegalArgumentException("a redirection without target");
        }
        if (maxVisits.isPresent() && maxVisits.getAsLong() < 1) {
            throw new BrokenRuleException("max-visits-range", "maxVisits", "A visit limit is at least 1");
        }
        if (maxAge < 0) {
            throw new BrokenRuleException("max-age-range", "maxAge", "The age for caches is out of range");
        }
        if (maxAge > 0 && maxVisits.isPresent()) {
            throw new BrokenRuleException(
                    "max-age-with-visit-limit",
                    "maxAge",
                    "Repeats from a browser's cache would escape the visit limit");
        }
        rules = List.copyOf(rules);
    }

    /** Always, with 302 and {@code no-store}, to this target. */
    public static Redirection to(String url) {
        return new Redirection(url, Window.ALWAYS, OptionalLong.empty(), RedirectStatus.FOUND, false, List.of(), 0);
    }

    /** True when nothing but the target was chosen. */
    public boolean isPlain() {
        return equals(to(url));
    }

    /** What a visit at an instant meets, the visit limit aside. */
    public Verdict follow(Visit visit) {
        if (window.isAfter(visit.at())) {
            return new Verdict.NotYet();
        }
        if (window.isBefore(visit.at())) {
            return new Verdict.Over();
        }
        int rule = rule(visit);
        var target = rule == 0 ? url : rules.get(rule - 1).url();
        return new Verdict.To(
                forwardQuery ? QueryString.of(visit.query()).addedTo(target) : target,
                status,
                freshFor(visit.at()),
                rule);
    }

    /** All places that it may lead to. */
    public Stream<String> targets() {
        return Stream.concat(Stream.of(url), rules.stream().map(Rule::url));
    }

    private int rule(Visit visit) {
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).holds(visit)) {
                return i + 1;
            }
        }
        return 0;
    }

    /** No answer may be repeated past the end of the link, or past the instant at which a rule turns. */
    private long freshFor(Instant now) {
        if (maxAge == 0) {
            return 0;
        }
        return Stream.concat(window.until().stream(), rules.stream().flatMap(Rule::turns))
                .filter(now::isBefore)
                .mapToLong(turn -> Duration.between(now, turn).toSeconds())
                .reduce(maxAge, Math::min);
    }
}
