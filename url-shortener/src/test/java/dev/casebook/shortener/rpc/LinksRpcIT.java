package dev.casebook.shortener.rpc;

import static dev.casebook.shortener.Api.PATIENCE;
import static dev.casebook.shortener.Api.awaitCreation;
import static dev.casebook.shortener.Api.follow;
import static dev.casebook.shortener.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.casebook.contracts.shortener.v1.BatchCreateRequest;
import dev.casebook.contracts.shortener.v1.BatchCreateResult;
import dev.casebook.contracts.shortener.v1.CreateRequest;
import dev.casebook.contracts.shortener.v1.LinksGrpc;
import dev.casebook.contracts.shortener.v1.ResolveRequest;
import dev.casebook.testkit.Server;
import dev.casebook.testkit.TestServers;
import dev.casebook.testkit.TestTokens;
import dev.casebook.testkit.WithServers;
import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.junit.QuarkusTest;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class LinksRpcIT {

    private static final String TARGET = "https://example.com/";

    private final String alice = unique("alice");
    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        awaitCreation();
        int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
        channel = ManagedChannelBuilder.forAddress("localhost", port)
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() throws InterruptedException {
        channel.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        TestServers.get(Server.POSTGRESQL).start();
        TestServers.get(Server.POSTGRESQL).resume();
        awaitCreation();
    }

    @Test
    void createdLinkRedirectsAndResolves() {
        var link = as(alice).create(request(TARGET, "")).getLink();

        assertThat(link.getCode()).matches("[0-9A-Za-z]{7}");
        assertThat(link.getShortUrl()).isEqualTo("http://localhost:8080/s/" + link.getCode());
        assertThat(link.getVersion()).isEqualTo(1);
        follow(link.getCode()).statusCode(302).header("Location", TARGET);
        var resolved = anonymous().resolve(code(link.getCode()));
        assertThat(resolved.getUrl()).isEqualTo(TARGET);
        assertThat(resolved.getVersion()).isEqualTo(1);
    }

    @Test
    void creationNeedsAToken() {
        assertStatus(Status.Code.UNAUTHENTICATED, () -> anonymous().create(request(TARGET, "")));
        assertStatus(Status.Code.UNAUTHENTICATED, () -> with(TestTokens.forged(alice))
                .create(request(TARGET, "")));
        assertStatus(Status.Code.UNAUTHENTICATED, () -> with(TestTokens.expired(alice))
                .create(request(TARGET, "")));
    }

    @Test
    void refusalsHaveTheCodesOfTheContract() {
        var alias = unique("taken");
        as(alice).create(request(TARGET, alias));

        assertStatus(Status.Code.ALREADY_EXISTS, () -> as(alice).create(request(TARGET, alias)));
        assertStatus(Status.Code.INVALID_ARGUMENT, () -> as(alice).create(request("ftp://example.com/", "")));
        assertStatus(Status.Code.NOT_FOUND, () -> anonymous().resolve(code(unique("unknown"))));
        assertStatus(Status.Code.NOT_FOUND, () -> anonymous().resolve(code("no code")));
    }

    @Test
    void batchTellsWhatBecameOfEachItem() {
        var alias = unique("batch");

        var results = as(alice)
                .batchCreate(BatchCreateRequest.newBuilder()
                        .addLinks(request(TARGET, ""))
                        .addLinks(request("ftp://example.com/", ""))
                        .addLinks(request(TARGET, alias))
                        .addLinks(request(TARGET, alias))
                        .build())
                .getResultsList();

        assertThat(results)
                .extracting(BatchCreateResult::getOutcomeCase)
                .containsExactly(
                        BatchCreateResult.OutcomeCase.LINK,
                        BatchCreateResult.OutcomeCase.REFUSAL,
                        BatchCreateResult.OutcomeCase.LINK,
                        BatchCreateResult.OutcomeCase.REFUSAL);
        assertThat(results.get(1).getRefusal().getType()).isEqualTo("https://casebook.dev/problems/target-scheme");
        assertThat(results.get(3).getRefusal().getType()).isEqualTo("https://casebook.dev/problems/alias-taken");
    }

    @Test
    void largestBatchPassesAndOneMoreDoesNot() {
        var results = as(alice).batchCreate(batch(500)).getResultsList();

        assertThat(results.stream().map(result -> result.getLink().getCode()).distinct())
                .hasSize(500);
        assertStatus(Status.Code.INVALID_ARGUMENT, () -> as(alice).batchCreate(batch(501)));
        assertStatus(Status.Code.INVALID_ARGUMENT, () -> as(alice).batchCreate(batch(0)));
    }

    /** The header alone: a client that set a deadline would give up by itself, and prove nothing about the server. */
    @Test
    void serverKeepsTheDeadlineWhileTheStoreHangs() {
        var header = new Metadata();
        header.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), "300m");
        TestServers.get(Server.POSTGRESQL).pause();

        assertStatus(Status.Code.DEADLINE_EXCEEDED, () -> as(alice)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(header))
                .create(request(TARGET, "")));
    }

    @Test
    void storeThatIsAwayIsUnavailable() {
        TestServers.get(Server.POSTGRESQL).kill();

        assertStatus(Status.Code.UNAVAILABLE, () -> as(alice).create(request(TARGET, "")));
        assertStatus(Status.Code.UNAVAILABLE, () -> anonymous().resolve(code(unique("unknown"))));
    }

    @Test
    void healthIsServed() {
        var answer = HealthGrpc.newBlockingStub(channel)
                .check(HealthCheckRequest.newBuilder()
                        .setService(LinksGrpc.SERVICE_NAME)
                        .build());

        assertThat(answer.getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void servicesCanBeDiscovered() {
        var services = new LinkedBlockingQueue<String>();
        var requests = ServerReflectionGrpc.newStub(channel).serverReflectionInfo(new StreamObserver<>() {
            @Override
            public void onNext(ServerReflectionResponse response) {
                response.getListServicesResponse().getServiceList().forEach(each -> services.add(each.getName()));
            }

            @Override
            public void onError(Throwable failure) {
                services.add(failure.toString());
            }

            @Override
            public void onCompleted() {}
        });

        requests.onNext(
                ServerReflectionRequest.newBuilder().setListServices("*").build());

        await().atMost(PATIENCE).until(() -> services.contains(LinksGrpc.SERVICE_NAME));
        requests.onCompleted();
    }

    private LinksGrpc.LinksBlockingStub anonymous() {
        return LinksGrpc.newBlockingStub(channel);
    }

    private LinksGrpc.LinksBlockingStub as(String subject) {
        return with(TestTokens.of(subject));
    }

    private LinksGrpc.LinksBlockingStub with(String token) {
        var headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return anonymous().withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static CreateRequest request(String url, String alias) {
        return CreateRequest.newBuilder().setUrl(url).setAlias(alias).build();
    }

    private static BatchCreateRequest batch(int size) {
        return BatchCreateRequest.newBuilder()
                .addAllLinks(IntStream.range(0, size)
                        .mapToObj(i -> request(TARGET + i, ""))
                        .toList())
                .build();
    }

    private static ResolveRequest code(String code) {
        return ResolveRequest.newBuilder().setCode(code).build();
    }

    private static void assertStatus(Status.Code code, ThrowingCallable call) {
        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(call)
                .extracting(failure -> failure.getStatus().getCode())
                .isEqualTo(code);
    }
}
