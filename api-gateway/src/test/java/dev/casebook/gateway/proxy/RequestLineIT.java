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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §2.2 and §3: one method, one target, one version, one space between them, and nothing before them but an empty line. */
@QuarkusTest
class RequestLineIT extends GatewayTest {

    private static final String REST = "\r\nHost: gateway.test\r\n\r\n";

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void malformedLineIsRefusedAndTheConnectionClosed(String fault, int status, String line) {
        try (var client = connect()) {
            var reply = client.send(line + REST).reply();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(client.end()).isEqualTo(RawClient.End.CLOSED);
        }
        assertThat(origin().received("/open/line")).isEmpty();
    }

    static Stream<Arguments> malformedLineIsRefusedAndTheConnectionClosed() {
        return Stream.of(
                arguments("space before the method", 400, " GET /open/line HTTP/1.1"),
                arguments("NUL before the method", 400, "\0GET /open/line HTTP/1.1"),
                arguments("no method", 400, "/open/line HTTP/1.1"),
                arguments("two spaces before the target", 400, "GET  /open/line HTTP/1.1"),
                arguments("two spaces after the target", 400, "GET /open/line  HTTP/1.1"),
                arguments("tab before the target", 400, "GET\t/open/line HTTP/1.1"),
                arguments("vertical tab before the target", 400, "GET\u000b/open/line HTTP/1.1"),
                arguments("form feed after the target", 400, "GET /open/line\fHTTP/1.1"),
                arguments("bare CR after the target", 400, "GET /open/line\rHTTP/1.1"),
                arguments("space in the target", 400, "GET /open/line x HTTP/1.1"),
                arguments("space after the version", 400, "GET /open/line HTTP/1.1 "),
                arguments("version in lower case", 400, "GET /open/line http/1.1"),
                arguments("version of three parts", 400, "GET /open/line HTTP/1.1.1"),
                arguments("version of two digits", 400, "GET /open/line HTTP/1.10"),
                arguments("version with a space", 400, "GET /open/line HTTP/ 1.1"),
                arguments("version 1.2", 505, "GET /open/line HTTP/1.2"),
                arguments("preface of HTTP/2", 505, "PRI * HTTP/2.0"));
    }

    @Test
    @DisplayName("RFC 9112 §2.2: empty lines before a request are skipped, between requests too")
    void emptyLineBeforeTheRequestIsSkipped() {
        try (var client = connect()) {
            assertThat(client.send("\r\n" + get("/open/after-empty")).reply().status())
                    .isEqualTo(200);
            assertThat(client.send("\r\n" + get("/open/after-empty")).reply().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({"get, 405", "Get, 405", "BREW, 405", "PROPFIND, 405"})
    @DisplayName("RFC 9110 §9.1: methods are told apart by case, and unknown ones go nowhere")
    void otherMethodsAreNotAllowed(String method, int status) {
        assertThat(ask(request(method, "/open/method", "")).status()).isEqualTo(status);
        assertThat(origin().received("/open/method")).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "http://gateway.test/open/absolute-form, 200",
        "HTTPS://gateway.test/open/absolute-form, 200",
        "http://gateway.test:8080/open/absolute-form?x, 200",
        "http://gateway.test, 200",
        "http:///open/absolute-form, 400",
        "http://user@gateway.test/open/absolute-form, 400",
        "http://gateway.test:port/open/absolute-form, 400",
        "http://gateway.test/open/../../etc, 404",
        "*, 400",
        "gateway.test:443, 400"
    })
    @DisplayName("RFC 9112 §3.2: the forms of a target")
    void targetHasAForm(String target, int status) {
        assertThat(ask("GET " + target + " HTTP/1.1" + REST).status()).isEqualTo(status);
    }

    @Test
    @DisplayName("RFC 9112 §3.2.4: the asterisk is for OPTIONS")
    void optionsOfTheServerAreToldHere() {
        assertThat(ask("OPTIONS * HTTP/1.1" + REST).header("Allow")).contains("GET", "POST");
    }
}
