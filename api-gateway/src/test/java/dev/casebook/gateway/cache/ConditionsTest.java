package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.NOW;
import static dev.casebook.gateway.cache.CacheFixtures.answer;
import static dev.casebook.gateway.cache.CacheFixtures.get;
import static dev.casebook.gateway.cache.CacheFixtures.headers;
import static dev.casebook.gateway.cache.CacheFixtures.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionsTest {

    private static final String MODIFIED = "Last-Modified: Wed, 21 Oct 2015 07:00:00 GMT";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            If-None-Match: "a"                               | true
            If-None-Match: W/"a"                             | true
            If-None-Match: "x", "a"                          | true
            If-None-Match: *                                 | true
            If-None-Match: "b"                               | false
            If-None-Match: a                                 | false
            If-Modified-Since: Wed, 21 Oct 2015 07:00:00 GMT | true
            If-Modified-Since: Wed, 21 Oct 2015 07:00:01 GMT | true
            If-Modified-Since: Wed, 21 Oct 2015 06:59:59 GMT | false
            If-Modified-Since: yesterday                     | false
            Accept: */*                                      | false
            """)
    @DisplayName("RFC 9111 §4.3.2, RFC 9110 §13.1.2, §13.1.3")
    void clientThatHasItIsToldSo(String condition, boolean notModified) {
        assertThat(Conditions.isNotModified(get(condition), stored("ETag: \"a\"", MODIFIED), NOW))
                .isEqualTo(notModified);
    }

    @Test
    @DisplayName("RFC 9110 §13.1.3: with an entity tag the date does not count")
    void tagGoesBeforeDate() {
        var asked = get("If-None-Match: \"b\"", "If-Modified-Since: Wed, 21 Oct 2015 07:00:00 GMT");

        assertThat(Conditions.isNotModified(asked, stored("ETag: \"a\"", MODIFIED), NOW))
                .isFalse();
    }

    @Test
    @DisplayName("RFC 9111 §4.3.1: the cache asks with what is stored, not with what the client has")
    void cacheAsksWithWhatIsStored() {
        var headers = headers("If-None-Match: \"mine\"", "Range: bytes=0-1", "Accept: */*");

        CacheRequest.removeConditions(headers);
        Conditions.ask(stored("ETag: \"a\"", MODIFIED), headers);

        assertThat(headers.get("If-None-Match")).isEqualTo("\"a\"");
        assertThat(headers.get("If-Modified-Since")).isEqualTo("Wed, 21 Oct 2015 07:00:00 GMT");
        assertThat(headers.contains("Range")).isFalse();
        assertThat(headers.contains("Accept")).isTrue();
    }

    @Test
    @DisplayName("RFC 9111 §4.3.4, §3.2: newer fields, but those of the stored body stay")
    void validationFreshensTheHeaders() {
        var before = stored("ETag: \"a\"", "Cache-Control: max-age=1", "Content-Encoding: br", "X-Kept: 1", "X-New: 1");
        var answer = answer(
                304,
                "ETag: \"a\"",
                "Cache-Control: max-age=60",
                "Content-Encoding: gzip",
                "Content-Length: 999",
                "Set-Cookie: a=b",
                "X-New: 2");

        var after = answer.freshened(before, get(), Duration.ZERO);

        assertThat(after.header("X-Kept")).contains("1");
        assertThat(after.header("X-New")).contains("2");
        assertThat(after.header("Content-Encoding")).contains("br");
        assertThat(after.header("Content-Length")).isEmpty();
        assertThat(after.header("Set-Cookie")).isEmpty();
        assertThat(after.body()).isEqualTo(before.body());
        assertThat(after.isFresh(NOW + 59_000)).isTrue();
    }
}
