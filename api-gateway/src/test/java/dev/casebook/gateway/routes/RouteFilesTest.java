package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RouteFilesTest {

    @TempDir
    Path folder;

    private static Optional<Route> find(RouteTable table, String method, String path) {
        var asked = new Asked(method, RequestTarget.parse(path), "h", name -> null);
        return table.find(asked, new Random(1));
    }

    @Test
    void realFilesLoad() {
        var table = RouteFolder.read(Path.of("routes")).table();

        var redirect = find(table, "GET", "/s/abc").orElseThrow();
        assertThat(redirect.id()).isEqualTo("url-shortener.redirect");
        assertThat(redirect.auth()).isEqualTo(Auth.NONE);
        // A redirect that is repeated would count twice.
        assertThat(redirect.retry()).isEqualTo(Retry.NEVER);
        assertThat(redirect.criticality()).isEqualTo(Criticality.CRITICAL);
        assertThat(find(table, "GET", "/api/v1/orphan-visits"))
                .get()
                .extracting(Route::criticality)
                .isEqualTo(Criticality.BULK);
        // A preview, and what is counted as an orphan visit.
        assertThat(Stream.of("/s/abc+", "/s/", "/s", "/s/a/b"))
                .allSatisfy(path -> assertThat(find(table, "GET", path)).contains(redirect));
        var atRoot = table.find(
                new Asked("GET", RequestTarget.parse("/abc"), "go.localhost:8080", name -> null), new Random(1));
        assertThat(atRoot.orElseThrow().asks(RequestTarget.parse("/abc?a=b"))).isEqualTo("/s/abc?a=b");
        assertThat(atRoot.orElseThrow().retry()).isEqualTo(Retry.NEVER);
        assertThat(find(table, "POST", "/api/v1/links/bulk"))
                .get()
                .extracting(Route::criticality)
                .isEqualTo(Criticality.BULK);
        // What is no import, but a link that somebody called so.
        assertThat(find(table, "GET", "/api/v1/links/bulk"))
                .get()
                .extracting(Route::id)
                .isEqualTo("url-shortener.links");
        assertThat(find(table, "POST", "/api/v1/links"))
                .get()
                .extracting(Route::auth)
                .isEqualTo(Auth.JWT);
        assertThat(find(table, "POST", "/api/v1/links").orElseThrow().limits())
                .extracting(Limit::title)
                .containsExactly("creator of url-shortener");
        assertThat(redirect.limits()).isEmpty();
        assertThat(find(table, "PATCH", "/rest/v3/short-urls/abc"))
                .get()
                .extracting(Route::auth)
                .isEqualTo(Auth.SERVICE);
        assertThat(find(table, "GET", "/openapi/url-shortener")).isPresent();
        assertThat(find(table, "PUT", "/api/v1/rules/shop"))
                .get()
                .extracting(Route::auth, Route::scopes)
                .containsExactly(Auth.JWT, Set.of("limiter:admin"));
        // Decisions are for services, not for the outside.
        assertThat(Stream.of("/json", "/envoy.service.ratelimit.v3.RateLimitService/ShouldRateLimit"))
                .allSatisfy(path -> assertThat(find(table, "POST", path)).isEmpty());
    }

    @Test
    void fieldsMayBeLeftOut() throws IOException {
        write("shop.yaml", "upstream: shop\nroutes: [{ id: a, path: /a, methods: [GET], auth: none }]");

        var route = find(RouteFolder.read(folder).table(), "GET", "/a").orElseThrow();

        assertThat(route.maxBody()).isEqualTo(1 << 20);
        assertThat(route.timeouts()).isEqualTo(new Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(30)));
    }

    @Test
    void limitsOfTheFileAreThoseOfItsRoutesThatHaveNoneOfTheirOwn() throws IOException {
        write(
                "shop.yaml",
                "upstream: shop\nlimits: [{ mode: leased, entries: { user: user }, unreachable: { count: 5 } }]\n"
                        + "routes: [{ id: a, path: /a, methods: [GET], auth: none },"
                        + " { id: b, path: /b, methods: [GET], auth: none, limits: [] },"
                        + " { id: c, path: /c, methods: [GET], auth: none,"
                        + " limits: [{ domain: d, mode: remote, entries: { y: header X-Y, x: text z }, unreachable: open }] }]");

        var table = RouteFolder.read(folder).table();

        var shared = find(table, "GET", "/a").orElseThrow().limits().getFirst();
        assertThat(shared.title()).isEqualTo("user of shop");
        assertThat(shared.mode()).isEqualTo(Limit.Mode.LEASED);
        assertThat(shared.whileUnreachable()).isEqualTo("5 in 60 s");
        assertThat(find(table, "GET", "/b").orElseThrow().limits()).isEmpty();
        assertThat(find(table, "GET", "/c").orElseThrow().limits())
                .extracting(Limit::title, Limit::whileUnreachable)
                .containsExactly(tuple("y and x of d", "open"));
    }

    @Test
    void nothingIsStoredUnlessTheRouteSaysSo() throws IOException {
        write(
                "shop.yaml",
                "upstream: shop\nroutes: [{ id: a, path: /a, methods: [GET], auth: none },"
                        + " { id: b, path: /b, methods: [GET], auth: none, cache: { staleIfError: 5m } }]");

        var table = RouteFolder.read(folder).table();

        assertThat(find(table, "GET", "/a").orElseThrow().cache()).isEmpty();
        assertThat(find(table, "GET", "/b").orElseThrow().cache())
                .contains(new Caching(1 << 20, Duration.ZERO, Duration.ofMinutes(5), Duration.ofSeconds(5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void mistakeIsNamed(String message, String route) throws IOException {
        write("shop.yaml", "upstream: shop\nroutes:\n  - " + route);

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("shop.yaml: route a: " + message);
    }

    static Stream<Arguments> mistakeIsNamed() {
        return Stream.of(
                arguments("cache: needs the method GET", "{ id: a, path: /a, methods: [POST], auth: none, cache: {} }"),
                arguments(
                        "cache: ttl: no such field; there are maxEntry, heuristic, staleIfError, wait",
                        "{ id: a, path: /a, methods: [GET], auth: none, cache: { ttl: 5s } }"),
                arguments(
                        "cache: maxEntry: is more than one stored answer can have, 2147483647 bytes",
                        "{ id: a, path: /a, methods: [GET], auth: none, cache: { maxEntry: 2GiB } }"),
                arguments(
                        "cache: heuristic: 2h is not a time such as 250ms, 5s or 2m",
                        "{ id: a, path: /a, methods: [GET], auth: none, cache: { heuristic: 2h } }"),
                arguments(
                        "cache: has no meaning beside redirect",
                        "{ id: a, path: /a, methods: [GET], auth: none, cache: {}, redirect: { to: /b } }"),
                arguments("path: is missing", "{ id: a, methods: [GET], auth: none }"),
                arguments("path: a/b does not start with /", "{ id: a, path: a/b, methods: [GET], auth: none }"),
                arguments(
                        "path: /a/*/b: * is allowed only as /** at the end",
                        "{ id: a, path: /a/*/b, methods: [GET], auth: none }"),
                arguments(
                        "path: /a/x{y}: {name} stands for a whole segment",
                        "{ id: a, path: '/a/x{y}', methods: [GET], auth: none }"),
                arguments("path: /{x}/{x} names {x} twice", "{ id: a, path: '/{x}/{x}', methods: [GET], auth: none }"),
                arguments(
                        "path: /a/../b is not in the normal form that requests are matched in",
                        "{ id: a, path: /a/../b, methods: [GET], auth: none }"),
                arguments(
                        "path: /a/%2e is not in the normal form that requests are matched in",
                        "{ id: a, path: /a/%2e, methods: [GET], auth: none }"),
                arguments(
                        "path: /q/**: management paths are never routed",
                        "{ id: a, path: /q/**, methods: [GET], auth: none }"),
                arguments(
                        "path: /auth/** is the gateway's own", "{ id: a, path: /auth/**, methods: [GET], auth: none }"),
                arguments(
                        "path: /**: the first segment must be text unless there are hosts, / is the gateway's own",
                        "{ id: a, path: /**, methods: [GET], auth: none }"),
                arguments("methods: is missing", "{ id: a, path: /a, auth: none }"),
                arguments(
                        "methods: is not a list with something in it", "{ id: a, path: /a, methods: [], auth: none }"),
                arguments(
                        "methods: TRACE is none of [GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS]",
                        "{ id: a, path: /a, methods: [TRACE], auth: none }"),
                arguments("auth: is missing", "{ id: a, path: /a, methods: [GET] }"),
                arguments(
                        "auth: maybe is none of jwt, service, none",
                        "{ id: a, path: /a, methods: [GET], auth: maybe }"),
                arguments(
                        "criticality: high is none of bulk, normal, critical",
                        "{ id: a, path: /a, methods: [GET], auth: none, criticality: high }"),
                arguments(
                        "retry: always is none of idempotent, never",
                        "{ id: a, path: /a, methods: [GET], auth: none, retry: always }"),
                arguments(
                        "limits[0]: mode: sometimes is none of remote, leased",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: sometimes, entries: { a: address }, unreachable: open }] }"),
                arguments(
                        "limits[0]: unreachable: is missing",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: address } }] }"),
                arguments(
                        "limits[0]: unreachable: maybe is neither open nor closed nor { count: …, period: … }",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: address }, unreachable: maybe }] }"),
                arguments(
                        "limits[0]: unreachable: count: is missing",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: address }, unreachable: { period: 1m } }] }"),
                arguments(
                        "limits[0]: entries: must be 1 to 8",
                        "{ id: a, path: /a, methods: [GET], auth: none, limits: [{ mode: remote, unreachable: open }] }"),
                arguments(
                        "limits[0]: entries: cookie is none of route, user, key, address, header, query, text",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: cookie }, unreachable: open }] }"),
                arguments(
                        "limits[0]: entries: header is to be followed by a name",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: header }, unreachable: open }] }"),
                arguments(
                        "limits[0]: entries: address has no name",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: address x }, unreachable: open }] }"),
                arguments(
                        "limits: user and key are known only if auth is jwt",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: user }, unreachable: open }] }"),
                arguments(
                        "limits: those that are remote are of several domains",
                        "{ id: a, path: /a, methods: [GET], auth: none,"
                                + " limits: [{ mode: remote, entries: { a: address }, unreachable: open },"
                                + " { domain: x, mode: remote, entries: { a: address }, unreachable: open }] }"),
                arguments(
                        "webSocket: needs the method GET",
                        "{ id: a, path: /a, methods: [POST], auth: none, webSocket: true }"),
                arguments(
                        "timeouts: response: 5 is not a time such as 250ms, 5s or 2m",
                        "{ id: a, path: /a, methods: [GET], auth: none, timeouts: { response: '5' } }"),
                arguments(
                        "timeouts: idle: 1ms is not within 100ms to 60m",
                        "{ id: a, path: /a, methods: [GET], auth: none, timeouts: { idle: 1ms } }"),
                arguments(
                        "timeouts: connect: no such field; there are response, idle",
                        "{ id: a, path: /a, methods: [GET], auth: none, timeouts: { connect: 1s } }"),
                arguments(
                        "maxBody: much is not a size such as 0, 64KiB or 1MiB",
                        "{ id: a, path: /a, methods: [GET], auth: none, maxBody: much }"),
                arguments(
                        "retries: no such field; there are id, path, hosts,",
                        "{ id: a, path: /a, methods: [GET], auth: none, retries: 3 }"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void mistakeInAnOptionalFieldIsNamed(String message, String path, String fields) throws IOException {
        write(
                "shop.yaml",
                "upstream: shop\nroutes:\n  - { id: a, path: '%s', methods: [GET], auth: none, %s }"
                        .formatted(path, fields));

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("shop.yaml: route a: " + message);
    }

    static Stream<Arguments> mistakeInAnOptionalFieldIsNamed() {
        return Stream.of(
                arguments("hosts: a/b is neither a host such as a.example nor *.a.example", "/a", "hosts: [a/b]"),
                arguments("hosts: a.*.b is neither a host", "/a", "hosts: ['a.*.b']"),
                arguments("hosts: is not a list with something in it", "/a", "hosts: []"),
                arguments("hosts: holds 1, which is not a text", "/a", "hosts: [1]"),
                arguments("headers: X-A: is not a text", "/a", "headers: { X-A: [1] }"),
                arguments("headers: is not an object", "/a", "headers: X-A"),
                arguments("priority: 2000 is not a number within -1000 to 1000", "/a", "priority: 2000"),
                arguments("weight: -1 is not a number within 0 to 1000", "/a", "weight: -1"),
                arguments("weight: \"many\" is not a number", "/a", "weight: many"),
                arguments("rewrite: b does not start with /", "/a", "rewrite: b"),
                arguments("rewrite: /b/{y}: {y} is not in the path /a/{x}", "/a/{x}", "rewrite: '/b/{y}'"),
                arguments("rewrite: /b/**: ** is allowed only at the end", "/a/{x}", "rewrite: '/b/**'"),
                arguments("rewrite: /**/b: ** is allowed only at the end", "/a/**", "rewrite: '/**/b'"),
                arguments("rewrite: /b/../c is not in normal form", "/a", "rewrite: /b/../c"),
                arguments(
                        "requestHeaders: set: Host is the gateway's own", "/a", "requestHeaders: { set: { Host: b } }"),
                arguments(
                        "responseHeaders: add: Content-Length is the gateway's own",
                        "/a",
                        "responseHeaders: { add: { Content-Length: '3' } }"),
                arguments(
                        "requestHeaders: remove: x y is no name of a header",
                        "/a",
                        "requestHeaders: { remove: [x y] }"),
                arguments(
                        "requestHeaders: set: \u00e9 is no value of a header",
                        "/a",
                        "requestHeaders: { set: { A: \u00e9 } }"),
                arguments("requestHeaders: put: no such field", "/a", "requestHeaders: { put: { A: b } }"),
                arguments("scopes: have no meaning unless auth is jwt", "/a", "scopes: [a]"),
                arguments("scopes: a b is no scope", "/a", "scopes: [a b]"),
                arguments("redirect: to: is missing", "/a", "redirect: { status: 301 }"),
                arguments("redirect: status: 304 is none of", "/a", "redirect: { status: 304, to: /b }"),
                arguments("redirect: to: //evil/b is neither a path nor", "/a", "redirect: { to: //evil/b }"),
                arguments("redirect: to: ftp://a/b is neither a path nor", "/a", "redirect: { to: 'ftp://a/b' }"),
                arguments("webSocket: \"yes\" is neither true nor false", "/a", "webSocket: 'yes'"),
                arguments("webSocket: has no meaning beside redirect", "/a", "webSocket: true, redirect: { to: /c }"),
                arguments(
                        "requestJson: changes: is not a list with something in it",
                        "/a",
                        "requestJson: { changes: [] }"),
                arguments(
                        "responseJson: maxSize: is not within 1 to 65536 bytes",
                        "/a",
                        "responseJson: { maxSize: 65KiB, changes: [{ remove: /a }] }"),
                arguments(
                        "responseJson: change 2: change: has 0 of remove, rename, move, set; one is wanted",
                        "/a",
                        "responseJson: { changes: [{ remove: /a }, { to: /b }] }"),
                arguments(
                        "requestJson: change 1: change: has 2 of remove, rename, move, set; one is wanted",
                        "/a",
                        "requestJson: { changes: [{ remove: /a, set: /a, value: 1 }] }"),
                arguments(
                        "requestJson: change 1: remove: a does not begin with /",
                        "/a",
                        "requestJson: { changes: [{ remove: a }] }"),
                arguments(
                        "requestJson: change 1: remove: /a/* does not end with the name of a field",
                        "/a",
                        "requestJson: { changes: [{ remove: '/a/*' }] }"),
                arguments(
                        "requestJson: change 1: remove: /a~2 has a ~ that is neither ~0 nor ~1",
                        "/a",
                        "requestJson: { changes: [{ remove: /a~2 }] }"),
                arguments("requestJson: change 1: to: is missing", "/a", "requestJson: { changes: [{ rename: /a }] }"),
                arguments(
                        "requestJson: change 1: rename: /b is no name, but a path: move goes there",
                        "/a",
                        "requestJson: { changes: [{ rename: /a, to: /b }] }"),
                arguments(
                        "requestJson: change 1: move: /a/b lies within /a",
                        "/a",
                        "requestJson: { changes: [{ move: /a, to: /a/b }] }"),
                arguments(
                        "requestJson: change 1: move: /*/a to /b: one field is moved, so there is no *",
                        "/a",
                        "requestJson: { changes: [{ move: '/*/a', to: /b }] }"),
                arguments("requestJson: change 1: value: is missing", "/a", "requestJson: { changes: [{ set: /a }] }"),
                arguments(
                        "responseJson: cannot be beside cache",
                        "/a",
                        "cache: {}, responseJson: { changes: [{ remove: /a }] }"),
                arguments(
                        "requestJson: has no meaning beside redirect",
                        "/a",
                        "redirect: { to: /c }, requestJson: { changes: [{ remove: /a }] }"),
                arguments("rewrite: has no meaning beside redirect", "/a", "rewrite: /b, redirect: { to: /c }"));
    }

    @Test
    void policyOfAServiceIsRead() throws IOException {
        write("shop.yaml", """
                upstream: shop
                policy:
                  balancing: ewma
                  slowStart: 1m
                  share: 25
                  protocol: h2
                  shedding: false
                  breaker: { volume: 50, failures: 20, window: 30s, open: 3s, probes: 1, statuses: [500, 503] }
                routes: [{ id: a, path: /a, methods: [GET], auth: none }]
                """);

        var table = RouteFolder.read(folder).table();

        var breaker = new BreakerPolicy(50, 20, Duration.ofSeconds(30), Duration.ofSeconds(3), 1, Set.of(500, 503));
        assertThat(table.policy("shop"))
                .isEqualTo(new UpstreamPolicy(Balancing.EWMA, Duration.ofMinutes(1), 25, breaker, Protocol.H2, false));
        assertThat(table.policy("other")).isEqualTo(UpstreamPolicy.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    balancing: random                | policy: balancing: random is none of round_robin, least_requests, ewma
                    share: 0                         | policy: share: 0 is not a number within 1 to 100
                    slowStart: 1                     | policy: slowStart: is not a text
                    shedding: "no"                   | policy: shedding: "no" is neither true nor false
                    ejection: 5s                     | policy: ejection: no such field; there are balancing, slowStart, share
                    breaker: { failures: 101 }       | policy: breaker: failures: 101 is not a number within 1 to 100
                    breaker: { open: 2h }            | policy: breaker: open: 2h is not a time such as
                    breaker: { statuses: [200] }     | policy: breaker: statuses: 200 is not a number within 400 to 599
                    breaker: { statuses: 503 }       | policy: breaker: statuses: is not a list with something in it
                    """)
    void mistakeInAPolicyIsNamed(String policy, String message) throws IOException {
        write(
                "shop.yaml",
                "upstream: shop\npolicy: { %s }\nroutes: [{ id: a, path: /a, methods: [GET], auth: none }]"
                        .formatted(policy));

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("shop.yaml: " + message);
    }

    @Test
    void serviceHasOnePolicy() throws IOException {
        var text = "upstream: a\npolicy: { share: 50 }\nroutes: [{ id: x, path: /%s, methods: [GET], auth: none }]";
        write("a.yaml", text.formatted("a"));
        write("b.yaml", text.formatted("b"));

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .hasMessageContaining("b.yaml: policy: another file has one for a");
    }

    @Test
    void everyMistakeIsTold() throws IOException {
        write("a.yaml", "upstream: a\nroutes: [{ id: X, path: b, methods: [GET], auth: none }]");
        write("b.yaml", "routes: [{ path: /b, methods: [GET], auth: none }]\nextra: 1");
        write("c.yaml", "upstream: [\n");
        write("d.yaml", "upstream: d\nupstream: e");

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .hasMessageContaining("a.yaml: route X: id: X is not of lower-case letters, digits and dashes")
                .hasMessageContaining("a.yaml: route X: path: b does not start with /")
                .hasMessageContaining("b.yaml: upstream: is missing")
                .hasMessageContaining("b.yaml: extra: no such field; there are upstream, openapi, routes")
                .hasMessageContaining("b.yaml: routes[0]: id: is missing")
                .hasMessageContaining("c.yaml: line 2: ")
                .hasMessageContaining("d.yaml: line 2: Duplicate field 'upstream'");
    }

    @Test
    void routesOfTwoFilesThatClaimTheSameAreRefused() throws IOException {
        write("a.yaml", "upstream: a\nroutes: [{ id: x, path: '/v/{id}', methods: [GET, PUT], auth: none }]");
        write("b.yaml", "upstream: b\nroutes: [{ id: y, path: '/v/{code}', methods: [PUT], auth: none }]");

        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .hasMessageContaining("routes a.x and b.y both claim PUT /v/{code}");
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> RouteFolder.read(folder.resolve("none")).table())
                .hasMessageContaining("none (casebook.gateway.routes) cannot be read");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void folderWithoutARouteFileIsAMistake() {
        assertThatThrownBy(() -> RouteFolder.read(folder).table())
                .isInstanceOf(InvalidRoutesException.class)
                .hasMessageContaining("has no file that ends with .yaml");
    }
}
