package dev.casebook.gateway.support;

import io.grpc.Context;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A real gRPC server whose messages are plain text, and a readiness for it. */
public final class GrpcService implements AutoCloseable {

    public static final Metadata.Key<String> ASKED = Metadata.Key.of("x-asked", Metadata.ASCII_STRING_MARSHALLER);
    public static final Metadata.Key<String> HEARD = Metadata.Key.of("x-heard", Metadata.ASCII_STRING_MARSHALLER);
    public static final Metadata.Key<String> BEHIND = Metadata.Key.of("x-behind", Metadata.ASCII_STRING_MARSHALLER);

    /** Answers with what it got, or fails with {@code fail}. */
    public static final MethodDescriptor<String, String> SAY = method("test.Echo/Say", MethodType.UNARY);

    /** As {@link #SAY}, for those with a token. */
    public static final MethodDescriptor<String, String> PRIVATE = method("test.Private/Say", MethodType.UNARY);

    /** Answers each message at once. */
    public static final MethodDescriptor<String, String> TALK = method("test.Echo/Talk", MethodType.BIDI_STREAMING);

    /** Answers {@code deadline?} with the milliseconds that it has, and nothing else. */
    public static final MethodDescriptor<String, String> WAIT = method("test.Echo/Wait", MethodType.UNARY);

    private final Server server;
    private final Origin management = new Origin();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger cancelled = new AtomicInteger();

    GrpcService() {
        management.on("/q/health/ready", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        try {
            server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .addService(ServerInterceptors.intercept(
                            ServerServiceDefinition.builder("test.Echo")
                                    .addMethod(SAY, ServerCalls.asyncUnaryCall(GrpcService::say))
                                    .addMethod(TALK, ServerCalls.asyncBidiStreamingCall(GrpcService::talk))
                                    .addMethod(WAIT, ServerCalls.asyncUnaryCall(this::await))
                                    .build(),
                            new Metadatas()))
                    .addService(ServerServiceDefinition.builder("test.Private")
                            .addMethod(PRIVATE, ServerCalls.asyncUnaryCall(GrpcService::say))
                            .build())
                    .build()
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void say(String said, StreamObserver<String> to) {
        if (said.equals("fail")) {
            to.onError(
                    Status.FAILED_PRECONDITION.withDescription("not so, 100 %").asRuntimeException());
            return;
        }
        to.onNext(said);
        to.onCompleted();
    }

    private static StreamObserver<String> talk(StreamObserver<String> to) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String said) {
                to.onNext("re: " + said);
            }

            @Override
            public void onError(Throwable calledOff) {
                to.onError(calledOff);
            }

            @Override
            public void onCompleted() {
                to.onCompleted();
            }
        };
    }

    private void await(String said, StreamObserver<String> to) {
        ((ServerCallStreamObserver<String>) to).setOnCancelHandler(cancelled::incrementAndGet);
        waiting.incrementAndGet();
        if (said.equals("deadline?")) {
            var deadline = Context.current().getDeadline();
            to.onNext(deadline == null ? "none" : Long.toString(deadline.timeRemaining(TimeUnit.MILLISECONDS)));
            to.onCompleted();
        }
    }

    /** Calls of {@link #WAIT} so far. */
    public int waiting() {
        return waiting.get();
    }

    /** Calls that were called off by whoever made them. */
    public int cancelled() {
        return cancelled.get();
    }

    /** As {@code casebook.gateway.upstreams} has it. */
    String address() {
        return "127.0.0.1:%d/%d".formatted(server.getPort(), management.port());
    }

    @Override
    public void close() {
        server.shutdownNow();
        management.close();
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.<String, String>newBuilder()
                .setFullMethodName(name)
                .setType(type)
                .setRequestMarshaller(new Text())
                .setResponseMarshaller(new Text())
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String text) {
            return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream in) {
            try {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What a call brings along comes back, before its answers and behind them. */
    private static final class Metadatas implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            var asked = headers.get(ASKED);
            if (asked == null) {
                return next.startCall(call, headers);
            }
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void sendHeaders(Metadata answer) {
                            answer.put(HEARD, asked);
                            super.sendHeaders(answer);
                        }

                        @Override
                        public void close(Status status, Metadata trailers) {
                            trailers.put(BEHIND, asked);
                            super.close(status, trailers);
                        }
                    },
                    headers);
        }
    }
}
