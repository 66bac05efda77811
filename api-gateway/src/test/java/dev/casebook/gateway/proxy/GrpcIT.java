package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.GrpcService;
import dev.casebook.gateway.support.Http2Client;
import dev.casebook.gateway.support.Upstreams;
import io.grpc.CallOptions;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real gRPC client and a real gRPC service, with the gateway between them. */
@QuarkusTest
class GrpcIT extends GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    MeterRegistry meters;

    private ManagedChannel channel;

    @BeforeEach
    void connectChannel() {
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port()))
                .overrideAuthority("gateway.test")
                .usePlaintext()
                .build();
    }

    @AfterEach
    void closeChannel() {
        channel.shutdownNow();
    }

    private String call(MethodDescriptor<String, String> method, String said) {
        return ClientCalls.blockingUnaryCall(channel, method, patient(), said);
    }

    private static CallOptions patient() {
        return CallOptions.DEFAULT.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private Status refused(MethodDescriptor<String, String> method, String said) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> call(method, said))
                .getStatus();
    }

    @Test
    void callIsAnsweredWithWhatComesBeforeAndBehind() {
        var asked = new Metadata();
        asked.put(GrpcService.ASKED, "yes");
        var before = new AtomicReference<Metadata>();
        var behind = new AtomicReference<Metadata>();
        var through = ClientInterceptors.intercept(
                channel,
                MetadataUtils.newAttachHeadersInterceptor(asked),
                MetadataUtils.newCaptureMetadataInterceptor(before, behind));

        assertThat(ClientCalls.blockingUnaryCall(through, GrpcService.SAY, patient(), "hello"))
                .isEqualTo("hello");
        assertThat(before.get().get(GrpcService.HEARD)).isEqualTo("yes");
        assertThat(behind.get().get(GrpcService.BEHIND)).isEqualTo("yes");
        assertThat(before.get().get(Metadata.Key.of("via", Metadata.ASCII_STRING_MARSHALLER)))
                .isEqualTo("2.0 casebook");
    }

    @Test
    void largeMessagesPassBothWays() {
        var large = "x".repeat(3_000_000);

        assertThat(call(GrpcService.SAY, large)).isEqualTo(large);
    }

    @Test
    void failureOfTheServiceIsTheClients() {
        var status = refused(GrpcService.SAY, "fail");

        assertThat(status.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(status.getDescription()).isEqualTo("not so, 100 %");
    }

    @Test
    void bothSidesTalkAtOnce() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        var to = ClientCalls.asyncBidiStreamingCall(channel.newCall(GrpcService.TALK, patient()), into(heard));
        for (int i = 0; i < 10; i++) {
            to.onNext("message " + i);
            assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("re: message " + i);
        }
        to.onCompleted();
        assertThat(heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo("end");
    }

    @Test
    void deadlineGoesOn() {
        var left = Long.parseLong(call(GrpcService.WAIT, "deadline?"));

        // No longer than the route allows, which is less than the client does.
        assertThat(left).isLessThanOrEqualTo(10_000L);
    }

    @Test
    void callThatIsCalledOffEndsAtTheService() {
        int before = Upstreams.grpc().cancelled();
        int asked = Upstreams.grpc().waiting();
        var call = channel.newCall(GrpcService.WAIT, patient());
        ClientCalls.asyncUnaryCall(call, "long", into(new LinkedBlockingQueue<>()));
        await().atMost(PATIENCE).until(() -> Upstreams.grpc().waiting() > asked);
        call.cancel("not wanted any more", null);

        await().atMost(PATIENCE).until(() -> Upstreams.grpc().cancelled() > before);
    }

    @Test
    void refusalsAreToldAsGrpcHasThem() {
        assertThat(refused(GrpcService.PRIVATE, "hello").getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
        // For whoever watches the gateway it is what it is in HTTP.
        await().atMost(PATIENCE).until(() -> counted("grpc.private", "401") > 0);
        var nowhere = GrpcService.SAY.toBuilder()
                .setFullMethodName("test.Nowhere/Say")
                .build();
        var status = refused(nowhere, "hello");
        assertThat(status.getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(status.getDescription()).contains("/test.Nowhere/Say");
    }

    private long counted(String route, String outcome) {
        return meters.find("gateway.requests").tags("route", route, "outcome", outcome).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void callWithATokenPasses() {
        var token = new Metadata();
        token.put(
                Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER),
                "Bearer " + Upstreams.issuer().token());
        var through = ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(token));

        assertThat(ClientCalls.blockingUnaryCall(through, GrpcService.PRIVATE, patient(), "hello"))
                .isEqualTo("hello");
    }

    @Test
    void clientOfHttp1ReachesAServiceOfHttp2() {
        var call = request(
                "POST",
                "/test.Echo/Say",
                "\0\0\0\0\5hello",
                "Content-Type: application/grpc",
                "TE: trailers",
                "Connection: close");

        assertThat(wholeAnswer(call))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\0\0\0\0\5hello")
                .containsIgnoringCase("grpc-status: 0\r\n");
    }

    @Test
    void trailersOfAnHttp1ServicePassToWhoeverWantsThem() {
        origin().on(
                        "/open/trailers",
                        (request, connection) -> connection.send(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Sum: 7\r\nContent-Length: 3\r\n\r\n"));
        try (var client = new Http2Client(connect())) {
            assertThat(client.get(1, "/open/trailers", "te: trailers").reply(1).text())
                    .isEqualTo("ok");
            assertThat(client.trailers(1).lines()).containsExactly("x-sum: 7");
            assertThat(client.get(3, "/open/trailers").reply(3).text()).isEqualTo("ok");
            assertThat(client.trailers(3).lines()).isEmpty();
        }
        assertThat(wholeAnswer(get("/open/trailers", "TE: trailers", "Connection: close")))
                .endsWith("0\r\nX-Sum: 7\r\n\r\n");
        assertThat(wholeAnswer(get("/open/trailers", "Connection: close"))).endsWith("0\r\n\r\n");
    }

    private String wholeAnswer(String request) {
        try (var client = connect()) {
            return new String(client.send(request).in().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StreamObserver<String> into(BlockingQueue<String> heard) {
        return new StreamObserver<>() {
            @Override
            public void onNext(String said) {
                heard.add(said);
            }

            @Override
            public void onError(Throwable failed) {
                heard.add(failed.toString());
            }

            @Override
            public void onCompleted() {
                heard.add("end");
            }
        };
    }
}
