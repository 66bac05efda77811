package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.current.CurrentRules;
import dev.casebook.limiter.rules.Concurrency;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.rules.Rules;
import dev.casebook.limiter.rules.Unit;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the descriptors of a request come to by the rules. */
@Singleton
final class Subjects {

    /** Its id says which it is, and has to fit in the path of a request. */
    private static final int LONGEST_SLOT = 500;

    /** More hits than any limit admits. What is beyond would only make counters overflow. */
    private static final long MOST = Rate.MAX_COUNT + 1;

    private final CurrentRules rules;
    private final RequestSettings settings;

    Subjects(CurrentRules rules, RequestSettings settings) {
        this.rules = rules;
        this.settings = settings;
    }

    /** @throws InvalidRequestException when nothing can be decided */
    List<Subject> of(RateLimitRequest request) {
        if (request.getDomain().isEmpty()) {
            throw invalid("rate limit domain must not be empty");
        }
        if (request.getDescriptorsCount() == 0) {
            throw invalid("rate limit descriptor list must not be empty");
        }
        if (request.getDescriptorsCount() > settings.maxDescriptors()) {
            throw invalid("a request has at most %d descriptors, not %d"
                    .formatted(settings.maxDescriptors(), request.getDescriptorsCount()));
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
        return replaced.isEmpty() ? subjects : without(replaced, subjects);
    }

    private static List<Subject> without(Set<String> replaced, List<Subject> subjects) {
        return subjects.stream()
                .map(subject -> new Subject(
                        subject.match()
                                .filter(match ->
                                        !replaced.contains(match.limit().name())),
                        subject.cost()))
                .toList();
    }

    /**
     * The slots that a descriptor is to hold one of; absent when nothing says how many there are.
     *
     * @throws InvalidRequestException unless it has a domain and one descriptor that is not too long
     */
    Optional<Concurrency.Match> concurrency(RateLimitRequest request) {
        if (request.getDomain().isEmpty() || request.getDescriptorsCount() != 1) {
            throw invalid("a slot is for one descriptor of a domain");
        }
        var match = rules.get().concurrency(request.getDomain(), entries(request.getDescriptors(0)));
        match.map(Concurrency.Match::key)
                .filter(key -> key.length() > LONGEST_SLOT)
                .ifPresent(_ -> {
                    throw invalid("the descriptor of a slot has at most %d characters".formatted(LONGEST_SLOT));
                });
        return match;
    }

    private List<Entry> entries(RateLimitDescriptor descriptor) {
        if (descriptor.getEntriesCount() > settings.maxEntries()) {
            throw invalid("a descriptor has at most %d entries, not %d"
                    .formatted(settings.maxEntries(), descriptor.getEntriesCount()));
        }
        return descriptor.getEntriesList().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .toList();
    }

    private Optional<Match> match(Rules rules, String domain, RateLimitDescriptor descriptor) {
        var entries = entries(descriptor);
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
        return addend < 0 || addend > MOST ? MOST : addend;
    }

    private static RuntimeException invalid(String reason) {
        return new InvalidRequestException(reason);
    }
}
