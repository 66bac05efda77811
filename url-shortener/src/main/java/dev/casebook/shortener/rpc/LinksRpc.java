package dev.casebook.shortener.rpc;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.contracts.shortener.v1.BatchCreateRequest;
import dev.casebook.contracts.shortener.v1.BatchCreateResponse;
import dev.casebook.contracts.shortener.v1.CreateRequest;
import dev.casebook.contracts.shortener.v1.CreateResponse;
import dev.casebook.contracts.shortener.v1.Links;
import dev.casebook.contracts.shortener.v1.ResolveRequest;
import dev.casebook.contracts.shortener.v1.ResolveResponse;
import dev.casebook.shortener.links.BulkCreation;
import dev.casebook.shortener.redirects.Redirects;
import io.grpc.Status;
import io.quarkus.grpc.GrpcService;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/** The service's calls for other services. */
@GrpcService
class LinksRpc implements Links {

    private final BulkCreation creation;
    private final Redirects redirects;
    private final Callers callers;
    private final URI publicUrl;
    private final ExecutorService threads;

    LinksRpc(
            BulkCreation creation,
            Redirects redirects,
            Callers callers,
            ServiceSettings service,
            @VirtualThreads ExecutorService threads) {
        this.creation = creation;
        this.redirects = redirects;
        this.callers = callers;
        this.publicUrl = service.publicUrl();
        this.threads = threads;
    }

    @Override
    public Uni<CreateResponse> create(CreateRequest request) {
        return asCaller(owner -> Messages.response(creation.create(owner, Messages.wish(request)), publicUrl));
    }

    @Override
    public Uni<BatchCreateResponse> batchCreate(BatchCreateRequest request) {
        int count = request.getLinksCount();
        if (count < 1 || count > creation.limit()) {
            return Uni.createFrom()
                    .failure(Status.INVALID_ARGUMENT
                            .withDescription(
                                    "a batch has 1 to %d links, this one %d".formatted(creation.limit(), count))
                            .asRuntimeException());
        }
        var wishes = request.getLinksList().stream().map(Messages::wish).toList();
        return asCaller(owner -> Messages.response(creation.create(owner, wishes), publicUrl));
    }

    @Override
    public Uni<ResolveResponse> resolve(ResolveRequest request) {
        return inTime(Uni.createFrom()
                .completionStage(() -> redirects.live(request.getCode()))
                .map(found -> found.map(Messages::response).orElseThrow(() -> Status.NOT_FOUND
                        .withDescription("no live link has this code")
                        .asRuntimeException())));
    }

    /** Verifies the token, then works, on a virtual thread: both may wait for others. */
    private <T> Uni<T> asCaller(Function<String, T> work) {
        var token = CallContext.TOKEN.get();
        return inTime(
                Uni.createFrom().item(() -> work.apply(callers.subject(token))).runSubscriptionOn(threads));
    }

    private static <T> Uni<T> inTime(Uni<T> work) {
        var timeout = CallContext.TIMEOUT.get();
        if (!timeout.isPositive()) {
            return Uni.createFrom().failure(Status.DEADLINE_EXCEEDED.asRuntimeException());
        }
        return work.ifNoItem().after(timeout).fail().onFailure().transform(RpcStatus::of);
    }
}
