package dev.casebook.gateway.support;

import dev.casebook.contracts.envoy.ratelimit.v3.HeaderValue;
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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A rate limiter as the gateway sees one: a real gRPC server that answers what the test says, and can be stopped. */
public final class ScriptedLimiter implements AutoCloseable {

    /** What a question is answered. */
    public interface Script {
        void answer(RateLimitRequest question, StreamObserver<RateLimitResponse> to);
    }

    private final Origin management = new Origin();
    private final List<RateLimitRequest> asked = new CopyOnWriteArrayList<>();
    private final ScriptedLeases leases = new ScriptedLeases();
    private final int port;
    private volatile Script script = admitting();
    private Server server;

    ScriptedLimiter() {
        management.on("/q/health/ready", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        server = started(0);
        port = server.getPort();
    }

    private Server started(int port) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .addService(new Questions())
                    .addService(leases)
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Questions extends RateLimitServiceImplBase {
        @Override
        public void shouldRateLimit(RateLimitRequest question, StreamObserver<RateLimitResponse> to) {
            asked.add(question);
            script.answer(question, to);
        }
    }

    /** How questions are answered from now on. */
    public void on(Script script) {
        this.script = script;
    }

    /** Lets all pass, and says so. */
    public static Script admitting(String... headers) {
        return (question, to) -> answer(to, response(question, Code.OK, headers).build());
    }

    /** Refuses all. */
    public static Script refusing(String... headers) {
        return (question, to) ->
                answer(to, response(question, Code.OVER_LIMIT, headers).build());
    }

    /** Takes each question and says nothing. */
    public static Script hanging() {
        return (question, to) -> {};
    }

    public static void answer(StreamObserver<RateLimitResponse> to, RateLimitResponse response) {
        to.onNext(response);
        to.onCompleted();
    }

    /** @param headers each {@code name: value} */
    public static RateLimitResponse.Builder response(RateLimitRequest question, Code code, String... headers) {
        var response = RateLimitResponse.newBuilder().setOverallCode(code);
        question.getDescriptorsList()
                .forEach(_ -> response.addStatuses(DescriptorStatus.newBuilder().setCode(code)));
        for (var header : headers) {
            var parts = header.split(": ", 2);
            response.addResponseHeadersToAdd(
                    HeaderValue.newBuilder().setKey(parts[0]).setValue(parts[1]));
        }
        return response;
    }

    /** Every question so far. */
    public List<RateLimitRequest> asked() {
        return asked;
    }

    public ScriptedLeases leases() {
        return leases;
    }

    /** Ends it as a kill would: connections break, and new ones are refused. */
    public void stop() {
        try {
            server.shutdownNow().awaitTermination();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On the same port. */
    public void restart() {
        server = started(port);
    }

    /** As {@code casebook.gateway.upstreams} has it. */
    String address() {
        return "127.0.0.1:%d/%d".formatted(port, management.port());
    }

    @Override
    public void close() {
        stop();
        management.close();
    }
}
