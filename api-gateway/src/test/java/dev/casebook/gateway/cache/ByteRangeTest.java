package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.get;
import static dev.casebook.gateway.cache.CacheFixtures.stored;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(textBlock = """
            bytes=0-1,   bytes 0-1/10
            bytes=8-,    bytes 8-9/10
            bytes=-3,    bytes 7-9/10
            bytes=-99,   bytes 0-9/10
            bytes=5-99,  bytes 5-9/10
            BYTES=9-9,   bytes 9-9/10
            """)
    @DisplayName("RFC 9110 §14.1.2, of ten bytes")
    void partIsFound(String range, String contentRange) {
        assertThat(ByteRange.of(get("Range: " + range), stored()).orElseThrow().of(10))
                .isEqualTo(contentRange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10-", "bytes=5-4", "bytes=-0", "bytes=-", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b"})
    void wholeIsTheAnswerToOtherRanges(String range) {
        assertThat(ByteRange.of(get("Range: " + range), stored())).isEmpty();
    }

    @Test
    @DisplayName("RFC 9110 §13.1.5: a part only of the very answer that the client has the rest of")
    void partDependsOnIfRange() {
        var stored = stored("ETag: \"a\"");

        assertThat(ByteRange.of(get("Range: bytes=0-1", "If-Range: \"a\""), stored))
                .isPresent();
        assertThat(ByteRange.of(get("Range: bytes=0-1", "If-Range: \"b\""), stored))
                .isEmpty();
        assertThat(ByteRange.of(get("Range: bytes=0-1", "If-Range: W/\"a\""), stored("ETag: W/\"a\"")))
                .isEmpty();
    }
}
