package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.Headers;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class HeaderForwardingIT extends GatewayTest {

    private Headers forwarded(String path, String... headers) {
        assertThat(ask(get(path, headers)).status()).isEqualTo(200);
        return origin().last(path).orElseThrow().headers();
    }

    @Test
    @DisplayName("RFC 9110 §7.6.1: request headers of the connection stop here, nominated ones too")
    void connectionHeadersOfTheRequestStopHere() {
        var headers = forwarded(
                "/open/hop",
                "Connection: keep-alive, X-Internal-Auth",
                "X-Internal-Auth: admin",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic eA==",
                "TE: trailers",
                "Trailer: X-Sum",
                "Upgrade: websocket",
                "X-Kept: yes");

        assertThat(headers.lines())
                .noneMatch(line -> line.matches(
                        "(?i)(x-internal-auth|keep-alive|proxy-connection|proxy-authorization|te|trailer|upgrade):.*"));
        assertThat(headers.all("X-Kept")).containsExactly("yes");
    }

    @Test
    @DisplayName("RFC 9110 §7.6.1: response headers of the connection stop here, nominated ones too")
    void connectionHeadersOfTheAnswerStopHere() {
        origin().on("/open/hop-back", """
                HTTP/1.1 200 OK\r
                Content-Length: 0\r
                Connection: keep-alive, X-Secret-Hop\r
                X-Secret-Hop: inside\r
                Keep-Alive: timeout=5\r
                Proxy-Connection: keep-alive\r
                Proxy-Authenticate: Basic\r
                Set-Cookie: a=1\r
                Set-Cookie: b=2\r
                \r
                """);

        var reply = ask(get("/open/hop-back"));

        assertThat(reply.headers().lines())
                .noneMatch(line -> line.matches(
                        "(?i)(connection|x-secret-hop|keep-alive|proxy-connection|proxy-authenticate):.*"));
        assertThat(reply.headers().all("Set-Cookie")).containsExactly("a=1", "b=2");
    }

    @Test
    @DisplayName("RFC 9110 §7.6.3: Via is appended in both directions")
    void viaIsAppended() {
        origin().on("/open/via", "HTTP/1.1 200 OK\r\nVia: 1.1 inner\r\nContent-Length: 0\r\n\r\n");

        var reply = ask(get("/open/via", "Via: 1.0 outer"));

        assertThat(origin().last("/open/via").orElseThrow().headers().all("Via"))
                .containsExactly("1.0 outer, 1.1 casebook");
        assertThat(reply.header("Via")).isEqualTo("1.1 inner, 1.1 casebook");
    }

    @Test
    @DisplayName("RFC 9110 §7.2: the Host that the client sent reaches the upstream")
    void hostIsKept() {
        assertThat(forwarded("/open/host").all("Host")).containsExactly("gateway.test");
    }

    @Test
    @DisplayName("RFC 9112 §3.2.2: an absolute target stands above Host, and goes to the route's upstream alone")
    void absoluteTargetOverridesHost() {
        var reply = ask("GET http://evil.test:81/open/absolute?x=1 HTTP/1.1\r\nHost: gateway.test\r\n\r\n");

        var recorded = origin().last("/open/absolute").orElseThrow();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(recorded.requestLine()).isEqualTo("GET /open/absolute?x=1 HTTP/1.1");
        assertThat(recorded.headers().all("Host")).containsExactly("evil.test:81");
    }

    @Test
    void forgedClientAddressIsDropped() {
        var headers = forwarded(
                "/open/forged",
                "X-Forwarded-For: 1.2.3.4",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: evil.test",
                "X-Forwarded-Port: 1",
                "Forwarded: for=1.2.3.4",
                "X-Real-IP: 1.2.3.4",
                "True-Client-IP: 1.2.3.4",
                "X-Original-URL: /admin");

        assertThat(headers.all("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(headers.all("X-Forwarded-Proto")).containsExactly("http");
        assertThat(headers.all("X-Forwarded-Host")).containsExactly("gateway.test");
        assertThat(headers.all("Forwarded")).containsExactly("for=127.0.0.1;host=\"gateway.test\";proto=http");
        assertThat(headers.lines()).noneMatch(line -> line.contains("1.2.3.4") || line.contains("/admin"));
    }

    @Test
    void headersWithUnderscoresAreDroppedBecauseSomeServersReadThemAsDashes() {
        assertThat(forwarded("/open/underscore", "X_Forwarded_For: 1.2.3.4", "X_Auth: admin")
                        .lines())
                .noneMatch(line -> line.contains("_"));
    }

    @Test
    void traceGoesOn() {
        var parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

        var headers = forwarded("/open/trace-on", "traceparent: " + parent, "tracestate: a=b");

        assertThat(headers.all("traceparent")).containsExactly(parent);
        assertThat(headers.all("tracestate")).containsExactly("a=b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "nonsense"
            })
    void malformedTraceIsReplacedByANewOne(String malformed) {
        var headers = forwarded("/open/trace-new", "traceparent: " + malformed, "tracestate: a=b");

        assertThat(headers.all("traceparent"))
                .singleElement()
                .asString()
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .isNotEqualTo(malformed);
        assertThat(headers.all("tracestate")).isEmpty();
    }

    @Test
    void requestIdOfTheClientIsKeptAndEchoed() {
        var reply = ask(get("/open/id", "X-Request-Id: abc-1"));

        assertThat(reply.header("X-Request-Id")).isEqualTo("abc-1");
        assertThat(origin().last("/open/id").orElseThrow().headers().all("X-Request-Id"))
                .containsExactly("abc-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a b", "<script>", "0123456789012345678901234567890123456789012345678901234567890123456789"})
    void harmfulRequestIdIsReplaced(String id) {
        var reply = ask(get("/open/new-id", "X-Request-Id: " + id));

        assertThat(reply.header("X-Request-Id")).matches("[0-9a-f]{16}");
    }

    @ParameterizedTest
    @CsvSource({
        "/open/./a/../b, /open/b",
        "/open/%2e%2e/open/c, /open/c",
        "/open/%7Euser/%41, /open/~user/A",
        "/open/a%2ab, /open/a%2Ab",
        "/open/x|y, /open/x%7Cy",
        "/nowhere/../open/d?q=/../x, /open/d?q=/../x"
    })
    @DisplayName("RFC 3986 §6.2.2: the upstream is asked for the path that was matched")
    void pathIsForwardedAsItWasMatched(String asked, String forwarded) {
        var path = forwarded.replaceAll("\\?.*", "");

        assertThat(ask(get(asked)).status()).isEqualTo(200);

        assertThat(origin().last(path).orElseThrow().target()).isEqualTo(forwarded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/open/a%2fb",
                "/open/a%5Cb",
                "/open/a\\b",
                "/open/%00",
                "/open/%zz",
                "/open/%",
                "/open//admin",
                "/open/..;/admin",
                "/open/#x",
                "open/x",
                "ftp://a/open/x"
            })
    void ambiguousPathIsRefused(String path) {
        assertThat(ask(get(path)).status()).isEqualTo(400);
    }

    @Test
    void openApiDocumentOfAServiceIsShown() {
        origin().on("/openapi", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nopen");

        assertThat(ask(get("/openapi/origin")).text()).isEqualTo("open");
    }
}
