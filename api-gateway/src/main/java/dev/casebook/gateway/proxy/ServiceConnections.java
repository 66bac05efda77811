package dev.casebook.gateway.proxy;

import dev.casebook.gateway.routes.Protocol;
import dev.casebook.gateway.upstreams.Upstream;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.impl.HttpClientConnection;
import io.vertx.core.tracing.TracingPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A lane's connections to services, in a pool for each way of speaking to them. */
final class ServiceConnections {

    /** {@link Connecting} asks no more for one request, within the time that all have together. */
    private static final int INSTANCES_TRIED = 2;

    private final Lane lane;
    private final int lanes;
    private final Vertx vertx;
    private final Map<HttpConnection, UpstreamConnection> http1 = new HashMap<>();
    private final HttpClient client;
    private final HttpClient http2;
    /** Makes a new connection for each request: for those that failed on one that was kept. */
    private final HttpClient unpooled;
    /** For requests that ask for a WebSocket. They leave nothing in its pool, so each gets a new connection. */
    private final HttpClient handshakes;

    /** @param lanes that share what there may be */
    ServiceConnections(Lane lane, Vertx vertx, int lanes) {
        this.lane = lane;
        this.vertx = vertx;
        this.lanes = lanes;
        client = client(options(), pool());
        unpooled = client(options().setKeepAlive(false), pool());
        handshakes = client(
                options(), new PoolOptions().setHttp1MaxSize(lane.capacity().maxWebSockets()));
        http2 = client(http2Options(), pool());
    }

    private HttpClient client(HttpClientOptions options, PoolOptions pool) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(pool)
                .withConnectHandler(this::connected)
                .build();
    }

    private HttpClientOptions options() {
        var pool = lane.settings().upstreams().pool();
        return new HttpClientOptions()
                .setConnectTimeout(
                        (int) pool.connectTimeout().dividedBy(INSTANCES_TRIED).toMillis())
                .setKeepAliveTimeout(keepAlive())
                .setTcpNoDelay(true)
                .setDecompressionSupported(false)
                .setTracingPolicy(TracingPolicy.IGNORE);
    }

    private HttpClientOptions http2Options() {
        var http2 = lane.settings().clients().http2();
        return options()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2KeepAliveTimeout(keepAlive())
                .setHttp2MultiplexingLimit(http2.streams())
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(http2.window())
                        .setMaxHeaderListSize(maxAnswerHeaders()));
    }

    /** In seconds. Vert.x takes 0 for ever. */
    private int keepAlive() {
        return Math.max(1, (int) lane.settings().upstreams().pool().keepAlive().toSeconds());
    }

    /** Services set more than clients do: cookies, policies. */
    private int maxAnswerHeaders() {
        return lane.settings().clients().maxHeaders() * 2;
    }

    private PoolOptions pool() {
        var pool = lane.settings().upstreams().pool();
        // The options of the client have settings of these names too, which its builder does not read.
        return new PoolOptions()
                .setHttp1MaxSize(share(pool.connections()))
                .setHttp2MaxSize(share(pool.connections()))
                .setMaxWaitQueueSize(share(pool.waiting()));
    }

    private int share(int whole) {
        return Math.max(1, whole / lanes);
    }

    private void connected(HttpConnection made) {
        made.exceptionHandler(Lane::broken);
        var channel = ((HttpClientConnection) made).channel();
        Buffers.limitReading(channel, lane.settings().clients());
        var frames = channel.pipeline().get(Http2ConnectionHandler.class);
        if (frames != null) {
            openWindow(frames);
            return;
        }
        var connection = new UpstreamConnection(lane, channel);
        channel.pipeline().addBefore("codec", "encoder", new HttpRequestEncoder());
        channel.pipeline().replace("codec", "codec", new AnswerDecoder(connection, maxAnswerHeaders(), keepAlive()));
        http1.put(made, connection);
        made.closeHandler(closed -> http1.remove(made));
    }

    /**
     * As much as all streams together, so that an answer whose client is slow holds up no other. Past Vert.x, which takes the window that it sets for
     * what a request may have waiting.
     */
    private void openWindow(Http2ConnectionHandler frames) {
        var settings = lane.settings().clients().http2();
        var window = frames.decoder().flowController();
        var connection = frames.connection().connectionStream();
        try {
            window.incrementWindowSize(
                    connection, settings.streams() * settings.window() - window.initialWindowSize(connection));
        } catch (Http2Exception e) {
            Lane.broken(e);
        }
    }

    /** @return empty when it has closed already, and for HTTP/2 */
    Optional<UpstreamConnection> http1(HttpConnection made) {
        return Optional.ofNullable(http1.get(made));
    }

    /** For requests that no client waits for. */
    HttpClient to(Upstream upstream) {
        return upstream.policy().protocol() == Protocol.H2 ? http2 : client;
    }

    HttpClient to(Upstream upstream, Exchange exchange) {
        return exchange.handshake().isPresent() ? handshakes : to(upstream);
    }

    HttpClient unpooled() {
        return unpooled;
    }
}
