package dev.casebook.gateway.transform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.gateway.support.GatewayTest;
import dev.casebook.gateway.support.RawClient;
import io.quarkus.test.junit.QuarkusTest;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class JsonBodyIT extends GatewayTest {

    private static final String JSON = "Content-Type: application/json";
    private static final String CHUNKED = "Transfer-Encoding: chunked";

    private static void answers(String path, String head, String body) {
        origin().on(path, "HTTP/1.1 200 OK\r\n%s\r\nContent-Length: %d\r\n\r\n%s".formatted(head, body.length(), body));
    }

    @Test
    void serviceGetsWhatTheRouteMakesOfARequest() {
        var body = "{\"url\":\"https://a.example\",\"meta\":{\"title\":\"A\",\"n\":1.50}}";

        assertThat(ask(request("POST", "/json/request", body, JSON)).status()).isEqualTo(200);

        var recorded = origin().last("/json/request").orElseThrow();
        assertThat(recorded.bodyText())
                .isEqualTo("{\"meta\":{\"n\":1.50},\"longUrl\":\"https://a.example\",\"title\":\"A\","
                        + "\"source\":{\"by\":\"gateway\"}}");
        assertThat(recorded.headers().all("Content-Length"))
                .containsExactly(Integer.toString(recorded.bodyText().length()));
    }

    @Test
    void chunkedRequestArrivesWithALength() {
        assertThat(ask(request("POST", "/json/chunked", "", JSON, CHUNKED) + "5\r\n{\"url\r\n5\r\n\": 1}\r\n0\r\n\r\n")
                        .status())
                .isEqualTo(200);

        var recorded = origin().last("/json/chunked").orElseThrow();
        assertThat(recorded.bodyText()).startsWith("{\"longUrl\":1");
        assertThat(recorded.headers().all("Transfer-Encoding")).isEmpty();
    }

    @Test
    void clientThatWaitsForAWordBeforeItsBodyGetsIt() {
        try (var client = connect()) {
            client.send("POST /json/expect HTTP/1.1\r\nHost: a.test\r\nExpect: 100-continue\r\n" + JSON
                    + "\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(100);

            assertThat(client.send("{}").reply().status()).isEqualTo(200);
        }
        assertThat(origin().last("/json/expect").orElseThrow().headers().all("Expect"))
                .isEmpty();
    }

    @Test
    void requestWithoutABodyPasses() {
        assertThat(ask(get("/json/none")).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"url":        | Content-Type: application/json | 400
                    {"a":1,"a":2}  | Content-Type: application/json | 400
                    {}             | Content-Type: text/plain       | 415
                    {}             | X-Nothing: said                | 415
                    {}             | Content-Type: application/json\\r\\nContent-Encoding: gzip | 415
                    """)
    void whatCannotBeChangedReachesNobody(String body, String head, int status) {
        int before = origin().received("/json/refused").size();

        var reply = ask(request("POST", "/json/refused", body, head.replace("\\r\\n", "\r\n")));

        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.text()).contains("body-not-json");
        assertThat(origin().received("/json/refused")).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void requestThatIsTooLongReachesNobody(boolean chunked) {
        var body = "{\"a\":\"%s\"}".formatted("x".repeat(1024));
        var request = chunked
                ? request("POST", "/json/long", "", JSON, CHUNKED)
                        + "%x\r\n%s\r\n0\r\n\r\n".formatted(body.length(), body)
                : request("POST", "/json/long", body, JSON);

        var reply = ask(request);

        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).contains("1024 bytes");
        assertThat(origin().received("/json/long")).isEmpty();
    }

    @Test
    void clientGetsWhatTheRouteMakesOfAnAnswer() {
        answers(
                "/json/answer",
                "Content-Type: application/hal+json\r\nAccept-Ranges: bytes\r\nETag: \"1\"",
                "{\"items\":[{\"id\":1,\"secret\":2},{\"id\":3}],\"secret\":4}");

        var reply = ask(get("/json/answer", "Accept-Encoding: gzip", "Range: bytes=0-1"));

        assertThat(reply.text()).isEqualTo("{\"items\":[{\"id\":1},{\"id\":3}],\"secret\":4}");
        assertThat(reply.header("Content-Length"))
                .isEqualTo(Integer.toString(reply.text().length()));
        assertThat(reply.header("ETag")).isEqualTo("\"1\"");
        assertThat(reply.headers().all("Accept-Ranges")).isEmpty();
        var asked = origin().last("/json/answer").orElseThrow().headers();
        assertThat(asked.all("Accept-Encoding")).isEmpty();
        assertThat(asked.all("Range")).isEmpty();
    }

    @Test
    void headAnswerHasNoLengthThatIsNotTrue() {
        origin().on("/json/head", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n");
        try (var client = connect()) {
            var reply = client.send("HEAD /json/head HTTP/1.1\r\nHost: a.test\r\n\r\n")
                    .replyWithoutBody();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers().all("Content-Length")).isEmpty();
            assertThat(client.send(get("/json/none")).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void answerThatIsNoJsonPassesAsItIs() {
        answers("/json/text", "Content-Type: text/plain", "secret");

        assertThat(ask(get("/json/text")).text()).isEqualTo("secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"items":[     | X-Nothing: said        | upstream-answer-unreadable
                    {"a":1,"a":2}  | X-Nothing: said        | upstream-answer-unreadable
                    {}             | Content-Encoding: gzip | upstream-answer-unreadable
                    """)
    void answerThatCannotBeChangedIsABadGateway(String body, String head, String type) {
        answers("/json/unreadable", JSON + "\r\nX-Inside: 1\r\n" + head, body);

        var reply = ask(get("/json/unreadable"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.text()).contains(type).doesNotContain("items");
        assertThat(reply.headers().all("X-Inside")).isEmpty();
        assertThat(reply.headers().all("Content-Encoding")).isEmpty();
    }

    @Test
    void answerThatIsTooLongIsABadGatewayWhetherItSaysSoOrNot() {
        var body = "{\"a\":\"%s\"}".formatted("x".repeat(1024));
        answers("/json/large", JSON, body);
        origin().on(
                        "/json/large-chunked",
                        "HTTP/1.1 200 OK\r\n%s\r\n%s\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                                .formatted(JSON, CHUNKED, body.length(), body));

        assertThat(IntStream.range(0, 2)
                        .mapToObj(i -> ask(get(i == 0 ? "/json/large" : "/json/large-chunked")))
                        .toList())
                .allSatisfy(reply -> {
                    assertThat(reply.status()).isEqualTo(502);
                    assertThat(reply.text()).contains("upstream-answer-too-large");
                });
    }

    @Test
    void answerThatBreaksOffResetsTheClient() {
        origin().on("/json/broken", (request, connection) -> {
            connection.send("HTTP/1.1 200 OK\r\n%s\r\nContent-Length: 100\r\n\r\n{\"items\":".formatted(JSON));
            connection.reset();
        });
        try (var client = connect()) {
            assertThat(client.send(get("/json/broken")).end()).isEqualTo(RawClient.End.RESET);
        }
    }
}
