package dev.casebook.limiter.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import dev.casebook.limiter.algorithms.Rate;
import dev.casebook.limiter.algorithms.TokenBucket;
import dev.casebook.limiter.algorithms.TokenBucket.Bucket;
import dev.casebook.limiter.leases.Assignment.Abandoned;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A caller's stream and the leases of its buckets. They end with it: what it has not spent runs out, and nobody gets it. */
final class QuotaStream {

    private final Reports reports;
    private final Assigner assigner;
    private final LeaseSettings settings;
    private final Room room;
    private final Actions actions = new Actions();
    private final Map<Map<String, String>, Lease> leases = new LinkedHashMap<>(16, 0.75f, true);
    private final TokenBucket pace;
    private final AtomicLong taken = new AtomicLong();
    private Bucket messages;
    private String domain = "";

    private record Answer(Map<String, String> bucket, Optional<Assignment> assignment) {}

    QuotaStream(Reports reports, Assigner assigner, LeaseSettings settings, Room room) {
        this.reports = reports;
        this.assigner = assigner;
        this.settings = settings;
        this.room = room;
        this.pace =
                new TokenBucket(new Rate(settings.maxMessages(), TimeUnit.SECONDS.toMicros(1)), settings.maxMessages());
        this.messages = pace.fresh();
    }

    /**
     * Not before the message before has been answered. Empty when there is nothing to say.
     *
     * @throws InvalidReportException when it is no message
     * @throws TooManyException when they come too often, or are of more buckets than there is room for
     */
    CompletionStage<Optional<RateLimitQuotaResponse>> answer(RateLimitQuotaUsageReports message) {
        keepPace();
        var named = reports.domain(domain, message);
        var usages = reports.usages(message);
        domain = named;
        usages.forEach(usage -> leases.computeIfAbsent(usage.bucket(), this::lease));

        var answers = usages.stream()
                .map(usage -> assigner.answer(domain, usage, leases.get(usage.bucket()))
                        .thenApply(assignment -> new Answer(usage.bucket(), assignment))
                        .toCompletableFuture())
                .toList();
        var abandoned = abandonOldest();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(_ -> {
                    var all = new ArrayList<>(abandoned);
                    answers.stream().map(CompletableFuture::join).forEach(all::add);
                    return response(all);
                });
    }

    private void keepPace() {
        var step = pace.decide(messages, TimeUnit.NANOSECONDS.toMicros(System.nanoTime()), 1);
        if (!step.decision().admitted()) {
            throw new TooManyException("a stream sends at most %d messages a second", settings.maxMessages());
        }
        messages = step.state();
    }

    private List<Answer> abandonOldest() {
        var abandoned = new ArrayList<Answer>();
        var oldest = leases.keySet().iterator();
        for (int surplus = leases.size() - settings.maxBuckets(); surplus > 0; surplus--) {
            var bucket = oldest.next();
            abandoned.add(new Answer(bucket, Optional.of(new Abandoned())));
            free(Room.of(bucket));
            oldest.remove();
        }
        return abandoned;
    }

    private Lease lease(Map<String, String> bucket) {
        taken.addAndGet(room.take(bucket));
        return new Lease();
    }

    /** Nothing is answered any more. */
    void ended() {
        free(taken.get());
    }

    private void free(long characters) {
        taken.addAndGet(-characters);
        room.free(characters);
    }

    private Optional<RateLimitQuotaResponse> response(List<Answer> answers) {
        var response = RateLimitQuotaResponse.newBuilder();
        answers.forEach(answer -> answer.assignment()
                .ifPresent(assignment -> response.addBucketAction(actions.of(answer.bucket(), assignment))));
        return response.getBucketActionCount() == 0 ? Optional.empty() : Optional.of(response.build());
    }
}
