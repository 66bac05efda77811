package dev.casebook.limiter.leases;

import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaResponse;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaService;
import dev.casebook.contracts.envoy.ratelimitquota.v3.RateLimitQuotaUsageReports;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;

/** What callers ask over gRPC. On the event loop, since nothing blocks. */
@GrpcService
class QuotaRpc implements RateLimitQuotaService {

    private final Reports reports;
    private final Assigner assigner;
    private final LeaseSettings settings;
    private final LeaseMetrics metrics;
    private final Room room;

    QuotaRpc(Reports reports, Assigner assigner, LeaseSettings settings, LeaseMetrics metrics, Room room) {
        this.reports = reports;
        this.assigner = assigner;
        this.settings = settings;
        this.metrics = metrics;
        this.room = room;
    }

    @Override
    public Multi<RateLimitQuotaResponse> streamRateLimitQuotas(Multi<RateLimitQuotaUsageReports> messages) {
        return Multi.createFrom()
                .deferred(() -> metrics.opened() <= settings.maxStreams()
                        ? answered(messages)
                        : Multi.createFrom()
                                .failure(new TooManyException(
                                        "%d streams are open, as many as may be", settings.maxStreams())))
                .onTermination()
                .invoke(metrics::closed)
                .onFailure()
                .transform(this::status);
    }

    /** One message after the other, so a caller that does not wait is held up. */
    private Multi<RateLimitQuotaResponse> answered(Multi<RateLimitQuotaUsageReports> messages) {
        var stream = new QuotaStream(reports, assigner, settings, room);
        return messages.ifNoItem()
                .after(settings.idle())
                .fail()
                .onItem()
                .transformToUniAndConcatenate(message -> Uni.createFrom()
                        .completionStage(() -> stream.answer(message))
                        // Nothing to say is said by no item.
                        .map(answer -> answer.orElse(null)))
                .onTermination()
                .invoke(stream::ended);
    }

    private Throwable status(Throwable failure) {
        return switch (failure) {
            case InvalidReportException invalid -> ended("invalid", Status.INVALID_ARGUMENT, invalid.getMessage());
            case TooManyException many -> ended("too_many", Status.RESOURCE_EXHAUSTED, many.getMessage());
            case TimeoutException _ ->
                ended("idle", Status.DEADLINE_EXCEEDED, "nothing was reported for " + settings.idle());
            default -> failure;
        };
    }

    private Throwable ended(String reason, Status status, String description) {
        metrics.refused(reason);
        return status.withDescription(description).asRuntimeException();
    }
}
