package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.rules.Rules;
import dev.casebook.limiter.rules.Unit;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the descriptors of a request come to by the rules. */
@Singleton
final class Subjects {

    private final CurrentRules rules;

    Subjects(CurrentRules rules) {
        this.rules = rules;
    }

    /** @throws InvalidRequestException when nothing can be decided */
    List<Subject> of(RateLimitRequest request) {
        if (request.getDomain().isEmpty()) {
            throw invalid("rate limit domain must not be empty");
        }
        if (request.getDescriptorsCount() == 0) {
            throw invalid("rate limit descriptor list must not be empty");
        }
        // The same for all descriptors, even while they are being exchanged.
        var current = rules.get();
        var subjects = request.getDescriptorsList().stream()
                .map(descriptor ->
                        new Subject(match(current, request.getDomain(), descriptor), cost(request, descriptor)))
                .toList();
        var replaced = subjects.stream()
                .flatMap(subject -> subject.match().stream())
                .flatMap(match -> match.limit().replaces().stream())
                .collect(Collectors.toSet());
        return subjects.stream()
                .map(subject -> new Subject(
                        subject.match()
                                .filter(match ->
                                        !replaced.contains(match.limit().name())),
                        subject.cost()))
                .toList();
    }

    private static Optional<Match> match(Rules rules, String domain, RateLimitDescriptor descriptor) {
        var entries = descriptor.getEntriesList().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
        if (!descriptor.hasLimit()) {
            return rules.match(domain, entries);
        }
        var limit = descriptor.getLimit();
        return rules.override(
                domain, entries, unit(limit.getUnit()), Integer.toUnsignedLong(limit.getRequestsPerUnit()));
    }

    private static Unit unit(dev.casebook.contracts.envoy.ratelimit.v3.Unit unit) {
        return switch (unit) {
            case UNKNOWN_UNIT, UNRECOGNIZED -> throw invalid("the unit of a limit must be known");
            default -> Unit.valueOf(unit.name());
        };
    }

    private static long cost(RateLimitRequest request, RateLimitDescriptor descriptor) {
        if (!descriptor.hasHitsAddend()) {
            return Math.max(1, Integer.toUnsignedLong(request.getHitsAddend()));
        }
        long addend = descriptor.getHitsAddend().getValue();
        return addend < 0 ? Long.MAX_VALUE : addend;
    }

    private static RuntimeException invalid(String reason) {
        return new InvalidRequestException(reason);
    }
}
