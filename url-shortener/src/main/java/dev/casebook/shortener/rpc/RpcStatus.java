package dev.casebook.shortener.rpc;

import dev.casebook.shortener.codes.NoCodesException;
import dev.casebook.shortener.links.LinkRefusedException;
import dev.casebook.shortener.links.Refusal;
import dev.casebook.shortener.store.StoreAwayException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.TimeoutException;
import java.util.concurrent.CompletionException;

/** Failures as gRPC tells them. Only UNAVAILABLE invites to try again. */
final class RpcStatus {

    private RpcStatus() {}

    static StatusRuntimeException of(Throwable failure) {
        return switch (failure) {
            case StatusRuntimeException status -> status;
            case CompletionException wrapped when wrapped.getCause() != null -> of(wrapped.getCause());
            case LinkRefusedException refused -> of(refused.refusal());
            case StoreAwayException _ ->
                Status.UNAVAILABLE.withDescription("the store is away").asRuntimeException();
            case TimeoutException _ ->
                Status.DEADLINE_EXCEEDED
                        .withDescription("not done in time; whether it was done later is unknown")
                        .asRuntimeException();
            case NoCodesException _ ->
                Status.FAILED_PRECONDITION
                        .withDescription("no link can be created at present")
                        .asRuntimeException();
            default -> {
                Log.errorf(failure, "event=rpc.failed");
                yield Status.INTERNAL.asRuntimeException();
            }
        };
    }

    private static StatusRuntimeException of(Refusal refusal) {
        var status =
                switch (refusal.kind()) {
                    case INVALID -> Status.INVALID_ARGUMENT;
                    case TAKEN -> Status.ALREADY_EXISTS;
                    case UNKNOWN -> Status.NOT_FOUND;
                    case STALE -> Status.ABORTED;
                };
        return status.withDescription(refusal.slug() + ": " + refusal.title()).asRuntimeException();
    }
}
