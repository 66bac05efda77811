package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.NOW;
import static dev.casebook.gateway.cache.CacheFixtures.get;
import static dev.casebook.gateway.cache.CacheFixtures.stored;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReuseTest {

    @ParameterizedTest(name = "{0} asked with {1} after {2} s")
    @CsvSource(delimiter = '|', textBlock = """
            max-age=60                             |                |  59 | FRESH
            max-age=60                             |                |  60 | ASK
            max-age=60, no-cache                   |                |   0 | ASK
            max-age=60, no-cache="x"               |                |   0 | FRESH
            max-age=60                             | no-cache       |   0 | ASK
            max-age=60                             | max-age=10     |  10 | FRESH
            max-age=60                             | max-age=10     |  11 | ASK
            max-age=60                             | min-fresh=10   |  50 | FRESH
            max-age=60                             | min-fresh=10   |  51 | ASK
            max-age=60                             | max-stale      | 999 | STALE
            max-age=60                             | max-stale=10   |  70 | STALE
            max-age=60                             | max-stale=10   |  71 | ASK
            max-age=60, must-revalidate            | max-stale      |  61 | ASK
            max-age=60, proxy-revalidate           | max-stale      |  61 | ASK
            s-maxage=60                            | max-stale      |  61 | ASK
            max-age=60, stale-while-revalidate=10  |                |  69 | STALE_WHILE_REVALIDATE
            s-maxage=60, stale-while-revalidate=10 |                |  69 | STALE_WHILE_REVALIDATE
            max-age=60, stale-while-revalidate=10  |                |  70 | ASK
            max-age=60, stale-while-revalidate=10, must-revalidate | | 61 | ASK
            max-age=60, stale-while-revalidate=10  | min-fresh=1    |  61 | ASK
            """)
    @DisplayName("RFC 9111 §4.2.4, §5.2; RFC 5861 §3")
    void timeAndBothSidesDecide(String said, String wanted, long seconds, Reuse expected) {
        var asked = wanted == null ? get() : get("Cache-Control: " + wanted);

        assertThat(Reuse.of(stored("Cache-Control: " + said), asked, NOW + seconds * 1000))
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} asked with {1} after {2} s")
    @CsvSource(delimiter = '|', textBlock = """
            max-age=60, stale-if-error=10          |            |  69 | true
            max-age=60, stale-if-error=10          |            |  70 | false
            s-maxage=60, stale-if-error=10         |            |  69 | true
            max-age=60                             |            |  89 | true
            max-age=60                             |            |  90 | false
            max-age=60, stale-if-error=0           |            |  61 | false
            s-maxage=60                            |            |  61 | false
            max-age=60, must-revalidate            |            |  61 | false
            max-age=60, stale-if-error=10, no-cache |           |  61 | false
            max-age=60, stale-if-error=10          | no-cache   |  61 | false
            """)
    @DisplayName("RFC 5861 §4, and 30 s of the route where the answer says nothing")
    void staleMayReplaceAnError(String said, String wanted, long seconds, boolean may) {
        var asked = wanted == null ? get() : get("Cache-Control: " + wanted);
        var stored = stored("Cache-Control: " + said);

        assertThat(Reuse.mayReplaceAnError(stored, asked, NOW + seconds * 1000, Duration.ofSeconds(30)))
                .isEqualTo(may);
    }
}
