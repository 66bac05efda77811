package dev.casebook.gateway.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.OptionalInt;

/** Puts TLS under connections. Vert.x's own would tell of a connection only after the handshake, when it has long cost time and memory. */
@Singleton
public final class TlsPort {

    public static final String HSTS = "Strict-Transport-Security";

    /** The clock of the connection itself counts. */
    private static final long NO_TIMEOUT = 0;

    private final TlsSettings settings;
    private final Certificates certificates;
    private final Optional<String> hsts;

    TlsPort(TlsSettings settings, Certificates certificates) {
        this.settings = settings;
        this.certificates = certificates;
        this.hsts = settings.hsts().map(age -> "max-age=" + age.toSeconds());
    }

    /** @return empty when it is off */
    public OptionalInt number() {
        return settings.certificates().isPresent() ? OptionalInt.of(settings.port()) : OptionalInt.empty();
    }

    /** The value of {@code Strict-Transport-Security} for answers on this port. */
    public Optional<String> hsts() {
        return hsts;
    }

    /**
     * Whoever accepted the connection must end it when the handshake takes too long.
     *
     * @return done when the handshake is over, one way or the other
     */
    public Future<Void> secure(Channel accepted) {
        Promise<Void> over = accepted.eventLoop().newPromise();
        accepted.closeFuture().addListener(closed -> over.trySuccess(null));
        Mapping<String, SslContext> byName = certificates::contextFor;
        accepted.pipeline().addFirst("tls", new SniHandler(byName, settings.maxClientHello(), NO_TIMEOUT) {
            @Override
            protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
                var handler = super.newSslHandler(context, allocator);
                handler.setHandshakeTimeoutMillis(NO_TIMEOUT);
                handler.handshakeFuture().addListener(shaken -> over.trySuccess(null));
                return handler;
            }
        });
        return over;
    }

    /** What the client speaks, by its own choice in the handshake; empty without TLS, and when it has not chosen. */
    public static Optional<String> protocol(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class)).map(SslHandler::applicationProtocol);
    }

    /**
     * Says that nothing more will be sent, and reads on.
     *
     * @return done when it is on its way; empty when the connection has no TLS
     */
    public static Optional<ChannelFuture> endOutput(Channel channel) {
        return Optional.ofNullable(channel.pipeline().get(SslHandler.class)).map(SslHandler::closeOutbound);
    }
}
