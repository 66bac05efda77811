package dev.casebook.limiter.rls;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The port of {@link GrpcSettings}: the same routes as on the other one, one listener for each event loop. */
@Singleton
class GrpcPort {

    private static final String GRPC = "application/grpc";

    /** Of the port that the system chooses, for all loops; Quarkus has 1 for its own. */
    private static final int ID = 8_081;

    private final Vertx vertx;
    private final GrpcSettings settings;
    private final String host;
    private Router router;
    private volatile OptionalInt listening = OptionalInt.empty();

    GrpcPort(
            Vertx vertx,
            GrpcSettings settings,
            @ConfigProperty(name = "quarkus.http.host", defaultValue = "localhost") String host) {
        this.vertx = vertx;
        this.settings = settings;
        this.host = host;
    }

    private final class Listener extends AbstractVerticle {

        private final SocketAddress address;

        Listener(SocketAddress address) {
            this.address = address;
        }

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(GrpcPort.this::handle)
                    .listen(address)
                    .onSuccess(server -> listening = OptionalInt.of(server.actualPort()))
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    void route(@Observes Router routes) {
        router = routes;
    }

    void open(@Observes StartupEvent event) throws InterruptedException, TimeoutException {
        if (settings.port().isEmpty()) {
            return;
        }
        int port = settings.port().getAsInt();
        var address =
                port == 0 ? SocketAddress.sharedRandomPort(ID, host) : SocketAddress.inetSocketAddress(port, host);
        var loops = new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        try {
            vertx.deployVerticle(() -> new Listener(address), loops)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(settings.start().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d (casebook.limiter.grpc.port): %s"
                            .formatted(host, port, e.getCause().getMessage()),
                    e.getCause());
        }
        Log.infof("event=listening.grpc host=%s port=%d", host, port().orElseThrow());
    }

    private void handle(HttpServerRequest request) {
        var type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        if (type != null && type.startsWith(GRPC)) {
            router.handle(request);
        } else {
            request.response()
                    .setStatusCode(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE.code())
                    .end();
        }
    }

    /** Absent while there is none. */
    OptionalInt port() {
        return listening;
    }
}
