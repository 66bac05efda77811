package dev.casebook.gateway.limits;

import dev.casebook.gateway.upstreams.Instance;
import dev.casebook.gateway.upstreams.Upstream;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Connections to the instances of the limiter, one each, made when first used, on the event loops that the gateway has anyway. As a channel it is one
 * to whichever instance may get requests.
 */
final class LimiterChannel extends Channel {

    /** The limiter's answers are short. */
    private static final int LONGEST_ANSWER = 64 << 10;

    private final Upstream limiter;
    private final LimiterSettings settings;
    private final EventLoopGroup loops;
    private final Map<Instance, ManagedChannel> connections = new ConcurrentHashMap<>();

    LimiterChannel(Upstream limiter, LimiterSettings settings, EventLoopGroup loops) {
        this.limiter = limiter;
        this.settings = settings;
        this.loops = loops;
    }

    /** One that is there already, when its last try to connect failed, tries again at once: who asks has decided that it is time. */
    Channel to(Instance instance) {
        var connection = connections.computeIfAbsent(instance, this::connect);
        if (connections.size() > limiter.instances().size()) {
            closeThoseOfInstancesThatAreGone();
        }
        if (connection.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
            connection.resetConnectBackoff();
        }
        return connection;
    }

    private ManagedChannel connect(Instance instance) {
        var address = instance.address();
        return NettyChannelBuilder.forAddress(new InetSocketAddress(address.hostAddress(), address.port()))
                .usePlaintext()
                .eventLoopGroup(loops)
                .channelType(NioSocketChannel.class)
                .directExecutor()
                .maxInboundMessageSize(LONGEST_ANSWER)
                .keepAliveTime(settings.silence().toNanos(), TimeUnit.NANOSECONDS)
                .keepAliveTimeout(settings.silence().toNanos(), TimeUnit.NANOSECONDS)
                .disableRetry()
                .build();
    }

    private void closeThoseOfInstancesThatAreGone() {
        connections.forEach((instance, connection) -> {
            if (!limiter.instances().contains(instance) && connections.remove(instance, connection)) {
                connection.shutdown();
            }
        });
    }

    @Override
    public <Q, A> ClientCall<Q, A> newCall(MethodDescriptor<Q, A> method, CallOptions options) {
        long now = System.nanoTime();
        return limiter.instances().stream()
                .filter(instance -> instance.isUsable(now))
                .findFirst()
                .map(instance -> to(instance).newCall(method, options))
                .orElseGet(NoCall::new);
    }

    @Override
    public String authority() {
        return limiter.name();
    }

    void close() {
        connections.values().forEach(ManagedChannel::shutdownNow);
    }
}
