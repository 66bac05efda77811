package dev.casebook.shortener.visitors;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.casebook.shortener.safety.Network;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

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

    /** Never leaves this process, so it needs no shared secret. */
    private final DailySalt addressSalt = new DailySalt(UUID.randomUUID().toString());

    Visitors(VisitorSettings settings) {
        this.agents = Caffeine.newBuilder().maximumSize(settings.agents()).build(AgentTable::classify);
        this.agentLength = settings.agentLength();
        this.addresses =
                new ClientAddress(settings.proxies().stream().map(Network::of).toList());
        this.salt = settings.key().map(DailySalt::new);
    }

    /** Cheap enough for an event loop: a user agent seen before costs a look-up. */
    public Traits traits(HttpServerRequest request, Instant at) {
        var userAgent = userAgent(request);
        var agent = agents.get(userAgent);
        return new Traits(
                Headers.host(header(request, HttpHeaders.REFERER)),
                agent.browser(),
                agent.system(),
                agent.device(),
                Headers.language(header(request, HttpHeaders.ACCEPT_LANGUAGE)),
                isBot(request, agent),
                visitor(request, at, userAgent));
    }

    /** True for a program that follows links by itself. */
    public boolean isBot(HttpServerRequest request) {
        return isBot(request, agents.get(userAgent(request)));
    }

    /**
     * Stands for the address of the visitor on this day (UTC), on this instance; the first 64 bits of an IPv6 address. All whose address is not known
     * are one.
     */
    public long address(HttpServerRequest request, Instant at) {
        return clientAddress(request)
                .map(address -> addressSalt.visitor(at, address, ""))
                .orElse(0L);
    }

    private String userAgent(HttpServerRequest request) {
        var userAgent = header(request, HttpHeaders.USER_AGENT);
        return userAgent.length() > agentLength ? userAgent.substring(0, agentLength) : userAgent;
    }

    private static boolean isBot(HttpServerRequest request, Agent agent) {
        return agent.bot() || header(request, PURPOSE).contains("prefetch");
    }

    private long visitor(HttpServerRequest request, Instant at, String userAgent) {
        return salt.flatMap(daily -> clientAddress(request).map(address -> daily.visitor(at, address, userAgent)))
                .orElse(0L);
    }

    private Optional<byte[]> clientAddress(HttpServerRequest request) {
        return Optional.ofNullable(request.remoteAddress().hostAddress())
                .flatMap(peer -> addresses.of(peer, request.headers().getAll(FORWARDED_FOR)));
    }

    private static String header(HttpServerRequest request, CharSequence name) {
        var value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
