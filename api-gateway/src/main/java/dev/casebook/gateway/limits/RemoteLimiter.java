package dev.casebook.gateway.limits;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor.Entry;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.upstreams.Call;
import dev.casebook.gateway.upstreams.Upstream;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks the limiter about one request. The limiter is a service as any: watched, left alone while its circuit is open, asked no more than so often at
 * once.
 */
final class RemoteLimiter {

    private static final int OK = 200;

    private final Upstream limiter;
    private final LimiterChannel channel;
    private final LimiterSettings settings;

    RemoteLimiter(Upstream limiter, LimiterChannel channel, LimiterSettings settings) {
        this.limiter = limiter;
        this.channel = channel;
        this.settings = settings;
    }

    /**
     * @param route of the request, which says how much it matters
     * @param asked of one domain; the limiter charges all of them or none
     * @return completes on any thread; fails when there is no answer that can be understood
     */
    Future<Verdict> decide(Route route, List<Descriptor> asked) {
        var call = limiter.call(route);
        if (call.enter(settings.inFlight()).isPresent()) {
            return Future.failedFuture("the limiter is left alone");
        }
        var instance = call.choose(ThreadLocalRandom.current());
        if (instance.isEmpty()) {
            call.end();
            return Future.failedFuture("no instance of the limiter is ready");
        }
        var answer = Promise.<Verdict>promise();
        call.sent();
        RateLimitServiceGrpc.newStub(channel.to(instance.get()))
                .withDeadlineAfter(settings.deadline().toNanos(), TimeUnit.NANOSECONDS)
                .shouldRateLimit(question(asked), new Answer(asked, call, answer));
        return answer.future();
    }

    private static RateLimitRequest question(List<Descriptor> asked) {
        var question =
                RateLimitRequest.newBuilder().setDomain(asked.getFirst().limit().domain());
        for (var each : asked) {
            var descriptor = RateLimitDescriptor.newBuilder();
            each.entries()
                    .forEach((key, value) ->
                            descriptor.addEntries(Entry.newBuilder().setKey(key).setValue(value)));
            question.addDescriptors(descriptor);
        }
        return question.build();
    }

    private record Answer(List<Descriptor> asked, Call call, Promise<Verdict> verdict)
            implements StreamObserver<RateLimitResponse> {

        @Override
        public void onNext(RateLimitResponse response) {
            try {
                verdict.tryComplete(LimiterAnswer.read(response, asked));
                call.answered(OK);
            } catch (IllegalArgumentException nonsense) {
                // As bad as none.
                call.unanswered();
                verdict.tryFail(nonsense);
            }
        }

        @Override
        public void onError(Throwable failure) {
            switch (Status.fromThrowable(failure).getCode()) {
                case UNAVAILABLE, DEADLINE_EXCEEDED, INTERNAL, UNKNOWN, CANCELLED -> call.unanswered();
                default -> call.answered(OK);
            }
            call.end();
            verdict.tryFail(failure);
        }

        @Override
        public void onCompleted() {
            call.end();
            verdict.tryFail("the limiter ended its answer before it gave one");
        }
    }
}
