package dev.casebook.shortener.visitors;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.casebook.shortener.safety.Network;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Turns the request of a visitor into what may be kept of him. Neither his address nor a header gets any further. */
@Singleton
public final class Visitors {

    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    /** Browsers that load a page before anybody asked for it say so here. */
    private static final CharSequence PURPOSE = HttpHeaders.createOptimized("Sec-Purpose");

    private final LoadingCache<String, Agent> agents;
    private final int agentLength;
    private final ClientAddress addresses;
    private final Optional<DailySalt> salt;

    Visitors(VisitorSettings settings) {
        this.agents = Caffeine.newBuilder().maximumSize(settings.agents()).build(AgentTable::classify);
        this.agentLength = settings.agentLength();
        this.addresses =
                new ClientAddress(settings.proxies().stream().map(Network::of).toList());
        this.salt = settings.key().map(DailySalt::new);
    }

    /** Cheap enough for an event loop: a user agent seen before costs a look-up. */
    public Traits traits(HttpServerRequest request, Instant at) {
        var userAgent = header(request, HttpHeaders.USER_AGENT);
        if (userAgent.length() > agentLength) {
            userAgent = userAgent.substring(0, agentLength);
        }
        var agent = agents.get(userAgent);
        return new Traits(
                Headers.host(header(request, HttpHeaders.REFERER)),
                agent.browser(),
                agent.system(),
                agent.device(),
                Headers.language(header(request, HttpHeaders.ACCEPT_LANGUAGE)),
                agent.bot() || header(request, PURPOSE).contains("prefetch"),
                visitor(request, at, userAgent));
    }

    private long visitor(HttpServerRequest request, Instant at, String userAgent) {
        var peer = request.remoteAddress().hostAddress();
        if (salt.isEmpty() || peer == null) {
            return 0;
        }
        return addresses
                .of(peer, request.headers().getAll(FORWARDED_FOR))
                .map(address -> salt.get().visitor(at, address, userAgent))
                .orElse(0L);
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        var value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
