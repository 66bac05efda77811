package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header lines that hide a framing from one of two servers, and options of a connection that would hide a header from the next. */
@QuarkusTest
class FieldLineIT extends GatewayTest {

    private static final String HOST = "Host: gateway.test\r\n";
    private static final String CHUNKS = "3\r\nabc\r\n0\r\n\r\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void hiddenFramingIsRefusedAndTheConnectionClosed(String fault, int status, String line) {
        try (var client = connect()) {
            client.send("POST /open/hidden HTTP/1.1\r\n" + HOST + line + "\r\n\r\n" + CHUNKS);

            assertThat(client.reply().status()).isEqualTo(status);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(origin().received("/open/hidden")).isEmpty();
    }

    static Stream<Arguments> hiddenFramingIsRefusedAndTheConnectionClosed() {
        return Stream.of(
                arguments("space before the colon", 400, "Transfer-Encoding : chunked"),
                arguments("tab before the colon", 400, "Transfer-Encoding\t: chunked"),
                arguments("vertical tab before the name", 400, "\u000bTransfer-Encoding: chunked"),
                arguments("NUL in the name", 400, "Transfer-Encoding\0: chunked"),
                arguments("other letters in the name", 400, "Transfer-Enc\u00f6ding: chunked"),
                arguments("no colon", 400, "Transfer-Encoding chunked"),
                arguments("vertical tab before the coding", 400, "Transfer-Encoding: \u000bchunked"),
                arguments("vertical tab after the coding", 400, "Transfer-Encoding: chunked\u000b"),
                arguments("NUL after the coding", 400, "Transfer-Encoding: chunked\0"),
                arguments("quoted coding", 501, "Transfer-Encoding: \"chunked\""),
                arguments("coding with a parameter", 501, "Transfer-Encoding: chunked;x=1"),
                arguments("coding that begins so", 501, "Transfer-Encoding: chunkedx"),
                arguments("no coding", 501, "Transfer-Encoding:"),
                arguments("folded behind Host", 400, HOST.strip() + "\r\n Transfer-Encoding: chunked"),
                arguments("length in hexadecimal", 400, "Content-Length: 0x3"),
                arguments("length with a fraction", 400, "Content-Length: 3.0"),
                arguments("length with an exponent", 400, "Content-Length: 1e1"),
                arguments("two lengths in one", 400, "Content-Length: 3 3"),
                arguments("length with a semicolon", 400, "Content-Length: 3;"),
                arguments("length beyond 63 bits", 400, "Content-Length: 99999999999999999999"),
                arguments("length of other digits", 400, "Content-Length: \u00b3"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Transfer-Encoding: CHUNKED", "transfer-encoding:chunked", "Transfer-Encoding:\tchunked \t"})
    @DisplayName("RFC 9112 §5.1: names and codings in any case, white space around the value")
    void harmlessVariantsAreUnderstood(String line) {
        var reply = ask("POST /open/variant HTTP/1.1\r\n" + HOST + line + "\r\n\r\n" + CHUNKS);

        assertThat(reply.status()).isEqualTo(200);
        var recorded = origin().last("/open/variant").orElseThrow();
        assertThat(recorded.bodyText()).isEqualTo("abc");
        assertThat(recorded.headers().all("Transfer-Encoding")).containsExactly("chunked");
    }

    @Test
    @DisplayName("RFC 9110 §5.5: bytes beyond ASCII in a value are passed on as they are")
    void otherBytesInAValueArePassedOn() {
        ask(get("/open/obs-text", "A: caf\u00e9"));

        assertThat(origin().last("/open/obs-text").orElseThrow().headers().all("A"))
                .containsExactly("caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host",
                "Content-Length",
                "X-Forwarded-For",
                "X-Forwarded-Proto",
                "Forwarded",
                "X-Request-Id",
                "Via",
                "traceparent"
            })
    @DisplayName("RFC 9110 §7.6.1: no client can make the gateway drop what it says itself")
    void whatTheGatewaySaysCannotBeNominated(String name) {
        var reply = ask(request("POST", "/open/nominated", "hello", "Connection: close, " + name));

        assertThat(reply.status()).isEqualTo(200);
        var recorded = origin().last("/open/nominated").orElseThrow();
        assertThat(recorded.bodyText()).isEqualTo("hello");
        assertThat(recorded.headers().all(name)).hasSize(1);
    }

    @Test
    @DisplayName("RFC 9110 §7.8: an upgrade that nobody here offers is not passed on")
    void upgradeIsNotPassedOn() {
        var reply = ask(get(
                "/open/upgrade",
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(origin().last("/open/upgrade").orElseThrow().headers().lines())
                .noneMatch(line -> line.matches("(?i)(upgrade|http2-settings|connection):.*"));
    }

    @Test
    @DisplayName("RFC 9110 §6.5.1: trailers change nothing that was decided on the head")
    void framingInTrailersIsIgnored() {
        var reply = ask("POST /open/trailers HTTP/1.1\r\n" + HOST
                + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n"
                + "Content-Length: 99\r\nHost: evil.test\r\nAuthorization: x\r\n\r\n");

        assertThat(reply.status()).isEqualTo(200);
        var recorded = origin().last("/open/trailers").orElseThrow();
        assertThat(recorded.bodyText()).isEqualTo("abc");
        assertThat(recorded.headers().all("Host")).containsExactly("gateway.test");
        assertThat(recorded.headers().lines()).noneMatch(line -> line.matches("(?i)(content-length|authorization):.*"));
    }
}
