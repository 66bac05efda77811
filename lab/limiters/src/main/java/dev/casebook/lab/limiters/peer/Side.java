package dev.casebook.lab.limiters.peer;

import com.google.protobuf.TextFormat;
import com.google.protobuf.util.JsonFormat;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.lab.limiters.services.Endpoint;
import dev.casebook.lab.limiters.services.Http;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Asks one of the two, and says its answer as a text that can be compared. */
final class Side implements AutoCloseable {

    private static final int DEADLINE_SECONDS = 30;
    /** OK and OVER_LIMIT. */
    private static final Set<Integer> DECIDED = Set.of(200, 429);

    /** Ours sends it along with each family of headers. */
    private static final String RETRY_AFTER = "Retry-After";

    /** Of its dynamic metadata; ours says nothing of them. */
    private static final List<String> ABOUT_QUOTAS = List.of("quotaModeEnabled", "quotaModeViolations");

    private final Endpoint endpoint;
    private final ManagedChannel channel;

    Side(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.channel = ManagedChannelBuilder.forAddress("127.0.0.1", endpoint.grpc())
                .usePlaintext()
                .build();
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String overGrpc(RateLimitRequest request) {
        try {
            return text(
                    request,
                    RateLimitServiceGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
                            .shouldRateLimit(request));
        } catch (StatusRuntimeException e) {
            return e.getMessage();
        }
    }

    /** Of a mistake only the status counts: ours is told as a problem, as COMPAT.md says. */
    String overJson(RateLimitRequest request) throws IOException {
        var response = Http.post(
                endpoint.json(),
                JsonFormat.printer().omittingInsignificantWhitespace().print(request));
        if (!DECIDED.contains(response.statusCode())) {
            return Integer.toString(response.statusCode());
        }
        var answer = RateLimitResponse.newBuilder();
        JsonFormat.parser().ignoringUnknownFields().merge(response.body(), answer);
        // COMPAT.md: there the headers are in the body, here they are headers.
        return response.statusCode() + " "
                + text(request, answer.clearResponseHeadersToAdd().build());
    }

    Counters counters() throws IOException {
        return Counters.parse(Http.get(endpoint.metrics()).body());
    }

    static String text(RateLimitRequest request, RateLimitResponse response) {
        var headers = response.getResponseHeadersToAddList().stream()
                .filter(header -> !header.getKey().equals(RETRY_AFTER))
                .toList();
        var comparable = response.toBuilder().clearResponseHeadersToAdd().addAllResponseHeadersToAdd(headers);
        ABOUT_QUOTAS.forEach(comparable.getDynamicMetadataBuilder()::removeFields);
        withoutUsedUpQuotas(request, comparable);
        // Within the limits in the metadata Go's protobuf has one space or two, as the program was built.
        return TextFormat.printer()
                .emittingSingleLine(true)
                .printToString(comparable)
                .replaceAll(" +", " ");
    }

    /** There their code is OK, without the time until they are new. */
    private static void withoutUsedUpQuotas(RateLimitRequest request, RateLimitResponse.Builder response) {
        for (int i = 0; i < response.getStatusesCount(); i++) {
            var status = response.getStatusesBuilder(i);
            boolean usedUp = status.hasCurrentLimit() && status.getLimitRemaining() == 0;
            if (usedUp && RandomRequests.isQuota(request.getDescriptors(i))) {
                status.clearCode().clearDurationUntilReset();
            }
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
