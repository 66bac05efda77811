package dev.casebook.limiter.rls;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.limiter.rules.Entry;
import dev.casebook.limiter.rules.Match;
import dev.casebook.limiter.rules.Rules;
import io.grpc.Status;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the descriptors of a request come to by the rules. */
@Singleton
final class Subjects {

    private final Rules rules;

    Subjects(Rules rules) {
        this.rules = rules;
    }

    /** @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT when nothing can be decided */
    List<Subject> of(RateLimitRequest request) {
        if (request.getDomain().isEmpty()) {
            throw invalid("rate limit domain must not be empty");
        }
        if (request.getDescriptorsCount() == 0) {
            throw invalid("rate limit descriptor list must not be empty");
        }
        var subjects = request.getDescriptorsList().stream()
                .map(descriptor -> new Subject(match(request.getDomain(), descriptor), cost(request, descriptor)))
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

    private Optional<Match> match(String domain, RateLimitDescriptor descriptor) {
        if (descriptor.hasLimit()) {
            throw invalid("an override of the limit is not served yet");
        }
        return rules.match(
                domain,
                descriptor.getEntriesList().stream()
                        .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static long cost(RateLimitRequest request, RateLimitDescriptor descriptor) {
        if (!descriptor.hasHitsAddend()) {
            return Math.max(1, Integer.toUnsignedLong(request.getHitsAddend()));
        }
        long addend = descriptor.getHitsAddend().getValue();
        return addend < 0 ? Long.MAX_VALUE : addend;
    }

    private static RuntimeException invalid(String reason) {
        return Status.INVALID_ARGUMENT.withDescription(reason).asRuntimeException();
    }
}
