package dev.casebook.lab.drills;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.Code;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitResponse.DescriptorStatus;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc.RateLimitServiceImplBase;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.LongAdder;

/** A rate limiter that admits all, and can be told to misbehave. It always says that it is ready, so that nothing but its silence tells. */
final class Limiter implements AutoCloseable {

    private final Instance health = new Instance();
    private final LongAdder asked = new LongAdder();
    private final int port;
    private Server server;
    private volatile Fault fault = Fault.NONE;

    Limiter() {
        listen(0);
        port = server.getPort();
    }

    String address() {
        return "127.0.0.1:%d/%d".formatted(port, health.port());
    }

    /** Questions that it answered. */
    long answered() {
        return asked.sum();
    }

    void become(Fault next) {
        if (next == Fault.DEAD) {
            server.shutdownNow();
        } else if (server.isShutdown()) {
            listen(port);
        }
        fault = next;
    }

    private void listen(int at) {
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), at))
                    .addService(new Questions())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Questions extends RateLimitServiceImplBase {
        @Override
        public void shouldRateLimit(RateLimitRequest question, StreamObserver<RateLimitResponse> to) {
            if (fault == Fault.SLOW) {
                // Longer than anybody waits.
                return;
            }
            asked.increment();
            var answer = RateLimitResponse.newBuilder().setOverallCode(Code.OK);
            question.getDescriptorsList()
                    .forEach(_ ->
                            answer.addStatuses(DescriptorStatus.newBuilder().setCode(Code.OK)));
            to.onNext(answer.build());
            to.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
        health.close();
    }
}
