package dev.casebook.limiter.rls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitDescriptor;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitRequest;
import dev.casebook.contracts.envoy.ratelimit.v3.RateLimitServiceGrpc;
import dev.casebook.testkit.WithServers;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls that are not as the method has them: each ends, with a status that says why, and so does the next one on the same connection. */
@QuarkusTest
@WithServers("redis-state")
class MalformedCallIT {

    private static final int PATIENCE_SECONDS = 60;
    private static final byte[] RIGHT = RateLimitRequest.newBuilder()
            .setDomain("unknown")
            .addDescriptors(RateLimitDescriptor.newBuilder()
                    .addEntries(
                            RateLimitDescriptor.Entry.newBuilder().setKey("key").setValue("value")))
            .build()
            .toByteArray();

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private ManagedChannel channel;

    /** What a call ended with. */
    private record Ending(Status status, List<byte[]> answers) {}

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @BeforeEach
    void connect() {
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    private Ending call(List<byte[]> messages) {
        var ended = new CompletableFuture<Ending>();
        var method = MethodDescriptor.<byte[], byte[]>newBuilder()
                .setFullMethodName(
                        RateLimitServiceGrpc.getShouldRateLimitMethod().getFullMethodName())
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .setRequestMarshaller(new Bytes())
                .setResponseMarshaller(new Bytes())
                .build();
        var call = channel.newCall(method, CallOptions.DEFAULT);
        call.start(listener(ended), new Metadata());
        call.request(Integer.MAX_VALUE);
        messages.forEach(call::sendMessage);
        call.halfClose();
        return ended.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static ClientCall.Listener<byte[]> listener(CompletableFuture<Ending> ended) {
        return new ClientCall.Listener<>() {

            private final List<byte[]> answers = new ArrayList<>();

            @Override
            public void onMessage(byte[] message) {
                answers.add(message);
            }

            @Override
            public void onClose(Status status, Metadata trailers) {
                ended.complete(new Ending(status, answers));
            }
        };
    }

    private void assertNextCallIsAnswered() {
        var next = call(List.of(RIGHT));
        assertThat(next.status().getCode()).isEqualTo(Status.Code.OK);
        assertThat(next.answers()).hasSize(1);
    }

    @Test
    void withoutARequestThereIsNoAnswer() {
        var ending = call(List.of());

        assertThat(ending.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(ending.status().getDescription()).contains("one request");
        assertNextCallIsAnswered();
    }

    @Test
    void ofSeveralRequestsNoneIsAnswered() {
        var ending = call(List.of(RIGHT, RIGHT));

        assertThat(ending.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(ending.answers()).isEmpty();
        assertNextCallIsAnswered();
    }

    @Test
    void whatIsNoRequestIsInvalid() {
        var ending = call(List.of(new byte[] {(byte) 0xff, (byte) 0xff, 1}));

        assertThat(ending.status().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertNextCallIsAnswered();
    }

    @Test
    void whatIsTooLongIsNotRead() {
        var ending = call(List.of(new byte[RateLimitRoute.LONGEST + 1]));

        assertThat(ending.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(ending.status().getDescription()).contains(Integer.toString(RateLimitRoute.LONGEST));
        assertNextCallIsAnswered();
    }

    @Test
    void http1IsToldWhatTheMethodNeeds() throws IOException, InterruptedException {
        var path = "/" + RateLimitServiceGrpc.getShouldRateLimitMethod().getFullMethodName();
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                    .version(HttpClient.Version.HTTP_1_1)
                    .header("Content-Type", "application/grpc")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(RIGHT))
                    .build();

            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        }
        assertNextCallIsAnswered();
    }
}
