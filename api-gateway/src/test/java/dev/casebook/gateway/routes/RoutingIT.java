package dev.casebook.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Reply;
import dev.casebook.gateway.support.Upstreams;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a route can match by and change, seen from outside; who wins is in RouteTableTest. */
@QuarkusTest
class RoutingIT extends GatewayTest {

    private Reply askHost(String host, String path) {
        return ask("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "gateway.test, /match/a, , plain",
        "gateway.test, /match/a, X-Beta: yes, beta",
        "gateway.test, /match/a?debug=0, , debug",
        "gateway.test, /match/a?debug=0, X-Beta: yes, beta",
        "a.pair.test:8080, /match/a?debug=0, X-Beta: yes, other-upstream",
        "A.PAIR.TEST, /match/a, , other-upstream"
    })
    void requestGoesWhereItsHostHeaderAndQuerySay(String host, String path, String header, String route) {
        var reply = ask(
                "GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(path, host, header == null ? "" : header + "\r\n"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Route")).isEqualTo(route);
    }

    @Test
    void routeMayGoToAnotherService() {
        askHost("b.pair.test", "/match/other");

        assertThat(origin().received("/match/other")).isEmpty();
        assertThat(Upstreams.first().requests().received("/match/other").size()
                        + Upstreams.second().requests().received("/match/other").size())
                .isEqualTo(1);
    }

    @Test
    void absoluteTargetDecidesTheHost() {
        var reply = ask("GET http://a.pair.test/match/absolute HTTP/1.1\r\nHost: gateway.test\r\n\r\n");

        assertThat(reply.header("X-Route")).isEqualTo("other-upstream");
    }

    @Test
    void shortDomainHasItsLinksAtTheRoot() {
        assertThat(askHost("go.test", "/abc?x=%20y").status()).isEqualTo(200);

        assertThat(origin().last("/open/rewritten/abc").orElseThrow().target()).isEqualTo("/open/rewritten/abc?x=%20y");
    }

    @ParameterizedTest
    @CsvSource({"/, 200", "/healthz, 200", "/q, 404", "/auth, 404", "/a/b, 404"})
    void shortDomainDoesNotCoverWhatIsTheGatewaysOwn(String path, int status) {
        assertThat(askHost("go.test", path).status()).isEqualTo(status);
    }

    @Test
    void rootOfOtherDomainsIsNotTheShortOne() {
        assertThat(askHost("gateway.test", "/abc").status()).isEqualTo(404);
    }

    @Test
    void pathAndHeadersAreChangedOnTheWay() {
        origin().on("/open/stripped/items/1", "HTTP/1.1 200 OK\r\nServer: secret/1.0\r\nContent-Length: 2\r\n\r\nok");

        var reply = ask(get("/shop/items/1?q=1", "Cookie: a=b", "X-From: client", "X-Tag: a"));

        assertThat(reply.headers().all("Server")).isEmpty();
        assertThat(reply.header("Strict-Transport-Security")).isEqualTo("max-age=1");
        var asked = origin().last("/open/stripped/items/1").orElseThrow();
        assertThat(asked.target()).isEqualTo("/open/stripped/items/1?q=1");
        assertThat(asked.headers().all("Cookie")).isEmpty();
        assertThat(asked.headers().all("X-From")).containsExactly("gateway");
        assertThat(asked.headers().all("X-Tag")).containsExactly("a", "b");
    }

    @Test
    void clientIsSentElsewhere() {
        try (var client = connect()) {
            var moved = client.send(get("/old/7/a/b?q=1")).reply();
            assertThat(moved.status()).isEqualTo(308);
            assertThat(moved.header("Location")).isEqualTo("https://new.test/7/v2/a/b?q=1");

            var posted = client.send(request("POST", "/old/7", "hello")).reply();
            assertThat(posted.status()).isEqualTo(308);
            assertThat(posted.header("Location")).isEqualTo("https://new.test/7/v2");
        }
    }

    @Test
    void redirectOfAPrivateRouteAsksForTheToken() {
        assertThat(ask(get("/old-private")).status()).isEqualTo(401);

        var token = Upstreams.issuer().token();
        var reply = ask(get("/old-private", "Authorization: Bearer " + token));
        assertThat(reply.status()).isEqualTo(302);
        assertThat(reply.header("Location")).isEqualTo("/private");
    }

    @Test
    void routesWithWeightsShareTheRequests() {
        var taken = new HashSet<String>();
        try (var client = connect()) {
            // That all of a hundred go the same way happens once in 10^29.
            for (int i = 0; i < 100; i++) {
                taken.add(client.send(get("/shared")).reply().header("X-Route"));
            }
        }

        assertThat(taken).containsExactlyInAnyOrder("one", "two");
    }
}
