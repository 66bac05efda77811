package dev.casebook.lab.redirects;

import dev.casebook.contracts.shortener.v1.BatchCreateRequest;
import dev.casebook.contracts.shortener.v1.BatchCreateResult;
import dev.casebook.contracts.shortener.v1.CreateRequest;
import dev.casebook.contracts.shortener.v1.LinksGrpc;
import dev.casebook.contracts.shortener.v1.LinksGrpc.LinksBlockingStub;
import dev.casebook.contracts.shortener.v1.ResolveRequest;
import dev.casebook.lab.CannotRunException;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.List;

/** The url-shortener's gRPC calls that seed links. */
public final class LinksClient implements AutoCloseable {

    static final int MOST_PER_BATCH = 500;

    private static final Duration BATCH_DEADLINE = Duration.ofSeconds(30);
    private static final Duration RESOLVE_DEADLINE = Duration.ofSeconds(5);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final ManagedChannel channel;
    private final LinksBlockingStub links;

    public LinksClient(String host, int port, String token) {
        channel = ManagedChannelBuilder.forAddress(host, port).usePlaintext().build();
        var headers = new Metadata();
        headers.put(AUTHORIZATION, "Bearer " + token);
        links = LinksGrpc.newBlockingStub(channel).withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /**
     * @param targets at most {@link #MOST_PER_BATCH}
     * @return their codes, in order
     */
    List<String> create(List<String> targets) {
        var request = BatchCreateRequest.newBuilder()
                .addAllLinks(targets.stream()
                        .map(target -> CreateRequest.newBuilder().setUrl(target).build())
                        .toList())
                .build();
        try {
            return links.withDeadlineAfter(BATCH_DEADLINE).batchCreate(request).getResultsList().stream()
                    .map(LinksClient::code)
                    .toList();
        } catch (StatusRuntimeException e) {
            throw new CannotRunException("seeding links by BatchCreate failed: " + e.getStatus(), e);
        }
    }

    private static String code(BatchCreateResult result) {
        if (!result.hasLink()) {
            throw new CannotRunException(
                    "a seed was refused: " + result.getRefusal().getDetail());
        }
        return result.getLink().getCode();
    }

    boolean exists(String code) {
        try {
            links.withDeadlineAfter(RESOLVE_DEADLINE)
                    .resolve(ResolveRequest.newBuilder().setCode(code).build());
            return true;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw new CannotRunException("resolving a seed failed: " + e.getStatus(), e);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
