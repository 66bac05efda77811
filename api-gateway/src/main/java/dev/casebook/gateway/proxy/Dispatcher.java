package dev.casebook.gateway.proxy;

import dev.casebook.chassis.web.ServiceSettings;
import dev.casebook.gateway.answers.OwnResponse;
import dev.casebook.gateway.answers.OwnResponseException;
import dev.casebook.gateway.identity.Caller;
import dev.casebook.gateway.identity.Credentials;
import dev.casebook.gateway.identity.TokenVerifier;
import dev.casebook.gateway.routes.Asked;
import dev.casebook.gateway.routes.Auth;
import dev.casebook.gateway.routes.BadTargetException;
import dev.casebook.gateway.routes.RequestTarget;
import dev.casebook.gateway.routes.Route;
import dev.casebook.gateway.routes.RouteTable;
import dev.casebook.gateway.routes.Routes;
import dev.casebook.gateway.upstreams.Upstreams;
import io.quarkus.logging.Log;
import io.vertx.core.AsyncResult;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** Decides what becomes of a request: the gateway's own answer, a refusal, or the upstream of a route. */
@Singleton
final class Dispatcher {

    private static final CharSequence MAX_FORWARDS = HttpHeaders.createOptimized("max-forwards");
    private static final String ALLOW = "Allow";
    private static final String LOCATION = "Location";
    private static final String EVERY_METHOD = "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT";

    private final OwnEndpoints own;
    private final Routes routes;
    private final TokenVerifier tokens;
    private final Credentials credentials;
    private final RouteLimits limits;
    private final Upstreams upstreams;
    private final Caches caches;
    private final Meters meters;
    private final Tracing tracing;
    private final String publicAuthority;

    Dispatcher(
            OwnEndpoints own,
            Routes routes,
            TokenVerifier tokens,
            Credentials credentials,
            RouteLimits limits,
            Upstreams upstreams,
            Caches caches,
            Meters meters,
            Tracing tracing,
            ServiceSettings service) {
        this.own = own;
        this.routes = routes;
        this.tokens = tokens;
        this.credentials = credentials;
        this.limits = limits;
        this.upstreams = upstreams;
        this.caches = caches;
        this.meters = meters;
        this.tracing = tracing;
        this.publicAuthority = service.publicUrl().getAuthority();
    }

    void dispatch(Exchange exchange) {
        var headers = exchange.request().headers();
        if (!headers.contains(Explanation.ASKED)) {
            handle(exchange);
            return;
        }
        tokens.verify(headers.getAll(HttpHeaders.AUTHORIZATION), Explanation.SCOPE)
                .onComplete(verified ->
                        exchange.connection().lane().run(() -> handleAsked(exchange, verified.succeeded())));
    }

    /** @param explained whether the client may know why; if not, the request is as any other */
    private void handleAsked(Exchange exchange, boolean explained) {
        if (explained) {
            exchange.observation().explained();
        }
        if (!exchange.isOver()) {
            handle(exchange);
        }
    }

    private void handle(Exchange exchange) {
        try {
            decide(exchange);
        } catch (BadTargetException e) {
            exchange.answer(ProxyProblems.badTarget(e.getMessage()));
        } catch (OwnResponseException e) {
            exchange.answer(e.answer());
        } catch (RuntimeException e) {
            Log.errorf(e, "event=request.failed id=%s", exchange.id());
            exchange.answer(ProxyProblems.failed());
        }
    }

    private void decide(Exchange exchange) {
        var method = exchange.request().method();
        if (method.equals(HttpMethod.CONNECT)) {
            exchange.fail(ProxyProblems.connectRefused());
            return;
        }
        if (exchange.request().uri().equals("*") && method.equals(HttpMethod.OPTIONS)) {
            exchange.answer(OwnResponse.empty(204).header(ALLOW, EVERY_METHOD));
            return;
        }
        var target = RequestTarget.parse(exchange.request().uri());
        exchange.asks(target, authority(exchange, target));
        if (own.answers(exchange)) {
            return;
        }
        var table = routes.current();
        var asked = new Asked(
                method.name(), target, exchange.authority(), exchange.request().headers()::get);
        var found = table.find(asked, exchange.connection().lane().random());
        exchange.observation().explanation().ifPresent(explanation -> explanation.routed(table, asked, found));
        var route = found.orElseThrow(() -> notRouted(table, asked));
        exchange.observation().meteredBy(meters.of(route));
        exchange.observation().tracedBy(tracing.start(exchange, route));
        checkExpectation(exchange);
        if (exchange.body().isLongerThan(route.maxBody())) {
            throw new OwnResponseException(ProxyProblems.tooLarge(route.maxBody()));
        }
        route.changes().requestJson().ifPresent(changes -> JsonBodies.check(exchange, changes));
        if (method.equals(HttpMethod.OPTIONS) && isLastForward(exchange)) {
            exchange.answer(OwnResponse.empty(204).header(ALLOW, String.join(", ", table.methodsFor(asked))));
            return;
        }
        if (!exchange.admit(route.criticality())) {
            throw new OwnResponseException(ProxyProblems.overCapacity());
        }
        if (exchange.connection() instanceof Http1Connection connection
                && WebSocketHandshake.isAsked(exchange.request())) {
            upgrade(exchange, connection, route);
        }
        if (route.auth() == Auth.JWT) {
            authenticate(exchange, route);
        } else {
            limit(exchange, route, Optional.empty());
        }
    }

    /** RFC 9112 §3.2.2: the authority of an absolute-form target counts, and the Host header does not. */
    private String authority(Exchange exchange, RequestTarget target) {
        var authority = target.authority().orElseGet(() -> {
            var host = exchange.request().getHeader(HttpHeaders.HOST);
            return host == null ? publicAuthority : host;
        });
        if (!Authority.isValid(authority)) {
            throw new OwnResponseException(ProxyProblems.badTarget("The host is malformed."));
        }
        return authority;
    }

    private static OwnResponseException notRouted(RouteTable table, Asked asked) {
        Set<String> methods = table.methodsFor(asked);
        var path = asked.target().path();
        return new OwnResponseException(
                methods.isEmpty() ? ProxyProblems.notFound(path) : ProxyProblems.methodNotAllowed(path, methods));
    }

    private static void checkExpectation(Exchange exchange) {
        var expect = exchange.request().getHeader(HttpHeaders.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase(HttpHeaders.CONTINUE.toString())) {
            throw new OwnResponseException(ProxyProblems.expectationFailed());
        }
    }

    /** RFC 9110 §7.6.2. */
    private static boolean isLastForward(Exchange exchange) {
        return "0".equals(exchange.request().headers().get(MAX_FORWARDS));
    }

    private static void upgrade(Exchange exchange, Http1Connection connection, Route route) {
        if (!route.webSocket()) {
            throw new OwnResponseException(ProxyProblems.webSocketRefused());
        }
        WebSocketHandshake.of(exchange, connection).begin(exchange);
    }

    private void authenticate(Exchange exchange, Route route) {
        var verified = credentials.find(exchange.request().headers(), route.scopes());
        if (verified.isComplete()) {
            authenticated(exchange, route, verified);
        } else {
            verified.onComplete(
                    result -> exchange.connection().lane().run(() -> authenticated(exchange, route, result)));
        }
    }

    private void authenticated(Exchange exchange, Route route, AsyncResult<Caller> verified) {
        if (verified.succeeded()) {
            var caller = verified.result();
            exchange.observation().tell("token", caller.proof());
            Credentials.write(caller, exchange.request().headers());
            limit(exchange, route, Optional.of(caller));
        } else if (verified.cause() instanceof OwnResponseException refused) {
            exchange.answer(refused.answer());
        } else {
            Log.errorf(verified.cause(), "event=request.failed id=%s", exchange.id());
            exchange.answer(ProxyProblems.failed());
        }
    }

    private void limit(Exchange exchange, Route route, Optional<Caller> caller) {
        if (route.isLimited()) {
            limits.pass(new LimitedExchange(exchange, caller), route, () -> forward(exchange, route));
        } else {
            forward(exchange, route);
        }
    }

    private void forward(Exchange exchange, Route route) {
        if (exchange.isOver()) {
            return;
        }
        if (route.redirect().isPresent()) {
            var redirect = route.redirect().get();
            exchange.answer(
                    OwnResponse.empty(redirect.status()).header(LOCATION, redirect.location(exchange.target())));
            return;
        }
        upstreams
                .named(route.upstream())
                .ifPresentOrElse(
                        upstream -> caches.forward(exchange, route, upstream),
                        () -> exchange.answer(ProxyProblems.noInstance(route.upstream())));
    }
}
