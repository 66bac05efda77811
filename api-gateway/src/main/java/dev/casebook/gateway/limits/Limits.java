package dev.casebook.gateway.limits;

import dev.casebook.gateway.routes.Limit;
import dev.casebook.gateway.routes.Limit.Mode;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import dev.casebook.gateway.routes.Routes;
import dev.casebook.gateway.upstreams.Upstreams;
import dev.casebook.limiter.client.leases.LeaseClientSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The limits of routes. What is leased is looked at first, since that costs nothing; what the limiter is asked about is one question for all of it.
 * Nothing of gRPC is loaded unless there is a limiter and a route that is limited.
 */
@Singleton
public final class Limits {

    private static final Future<Verdict> UNLIMITED = Future.succeededFuture(Verdict.UNLIMITED);

    /** How the limiter is talked to. */
    private record Limiter(LimiterChannel channel, RemoteLimiter remote, Leases leases) {}

    private final Upstreams upstreams;
    private final LimiterSettings settings;
    private final LeaseClientSettings leasing;
    private final WithoutLimiter without;
    private final LimitMeters meters;
    private final Vertx vertx;
    private volatile Optional<Limiter> limiter = Optional.empty();

    Limits(
            Upstreams upstreams,
            LimiterSettings settings,
            LeaseClientSettings leasing,
            WithoutLimiter without,
            LimitMeters meters,
            Routes routes,
            Vertx vertx) {
        this.upstreams = upstreams;
        this.settings = settings;
        this.leasing = leasing;
        this.without = without;
        this.meters = meters;
        this.vertx = vertx;
        routes.follow(this::follow);
    }

    private void follow(RouteTable table) {
        var limits = table.routes().stream()
                .flatMap(route -> route.limits().stream())
                .collect(Collectors.groupingBy(Limit::mode, Collectors.mapping(Limit::domain, Collectors.toSet())));
        if (limiter.isEmpty() && !limits.isEmpty()) {
            limiter = upstreams.named(settings.upstream()).map(upstream -> {
                var channel = new LimiterChannel(upstream, settings, vertx.nettyEventLoopGroup());
                return new Limiter(
                        channel, new RemoteLimiter(upstream, channel, settings), new Leases(channel, leasing, without));
            });
        }
        limiter.ifPresent(each -> each.leases().keep(limits.getOrDefault(Mode.LEASED, Set.of())));
    }

    /** @return completed for most requests; else it completes on any thread, soon, and never fails */
    public Future<Verdict> decide(Route route, Limited request) {
        var descriptors = Descriptor.of(route, request);
        return descriptors.isEmpty()
                ? UNLIMITED
                : decide(route, descriptors).onSuccess(verdict -> meters.count(route, verdict));
    }

    private Future<Verdict> decide(Route route, List<Descriptor> descriptors) {
        if (limiter.isEmpty()) {
            return Future.succeededFuture(new Verdict(Map.of(), without.decide(descriptors)));
        }
        var leased = of(Mode.LEASED, descriptors);
        return leased(limiter.get(), leased.iterator(), new ArrayList<>(leased.size()))
                .compose(decisions -> remote(limiter.get(), route, of(Mode.REMOTE, descriptors), decisions));
    }

    private static List<Descriptor> of(Mode mode, List<Descriptor> descriptors) {
        return descriptors.stream().filter(each -> each.limit().mode() == mode).toList();
    }

    /** One after the other, until one refuses. What was spent before that is spent. */
    private static Future<List<Decision>> leased(Limiter limiter, Iterator<Descriptor> rest, List<Decision> made) {
        if (!rest.hasNext()) {
            return Future.succeededFuture(made);
        }
        return limiter.leases().decide(rest.next()).compose(decision -> {
            made.add(decision);
            return decision.admitted() ? leased(limiter, rest, made) : Future.succeededFuture(made);
        });
    }

    private Future<Verdict> remote(Limiter limiter, Route route, List<Descriptor> asked, List<Decision> leased) {
        if (asked.isEmpty() || !leased.stream().allMatch(Decision::admitted)) {
            return Future.succeededFuture(new Verdict(Map.of(), leased));
        }
        return limiter.remote()
                .decide(route, asked)
                .otherwise(unreachable -> new Verdict(Map.of(), without.decide(asked)))
                .map(verdict -> new Verdict(
                        verdict.headers(),
                        Stream.concat(leased.stream(), verdict.decisions().stream())
                                .toList()));
    }

    /** What one of a route's limits decided so far. */
    public LimitTotals totals(Route route, Limit limit) {
        return meters.totals(route.id(), limit);
    }

    @PreDestroy
    void close() {
        limiter.ifPresent(each -> {
            each.leases().keep(Set.of());
            each.channel().close();
        });
    }
}
