package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.impl.headers.HeadersMultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepAliveTest {

    private static final int OWN = 30;

    private static HeadersMultiMap answer(String keepAlive) {
        var headers = HeadersMultiMap.httpHeaders();
        headers.add("Keep-Alive", keepAlive);
        headers.add("Connection", "keep-alive, X-Secret");
        KeepAlive.shorten(headers, OWN);
        return headers;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            timeout=5           | timeout=4
            Timeout=5, max=100  | timeout=4
            max=100, timeout=31 | timeout=30
            timeout=3600        | timeout=30
            timeout = 2         | timeout=1
            """)
    void gatewayWaitsLessThanTheInstance(String said, String taken) {
        assertThat(answer(said).getAll("Keep-Alive")).containsExactly(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"timeout=1", "timeout=0"})
    void connectionThatEndsAtOnceIsNotKept(String said) {
        var answer = answer(said);

        assertThat(answer.get("Connection")).isEqualTo("close");
        assertThat(answer.getAll("Connection")).contains("keep-alive, X-Secret");
        assertThat(answer.contains("Keep-Alive")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"max=100", "timeout=soon", "timeout=-1", "timeout=99999999999", "xtimeout=5", ""})
    void whatSaysNoTimeCountsNot(String said) {
        assertThat(answer(said).contains("Keep-Alive")).isFalse();
        assertThat(answer(said).get("Connection")).isEqualTo("keep-alive, X-Secret");
    }

    @Test
    void answerWithoutTheHeaderStaysAsItIs() {
        var headers = HeadersMultiMap.httpHeaders();
        KeepAlive.shorten(headers, OWN);

        assertThat(headers.isEmpty()).isTrue();
    }
}
