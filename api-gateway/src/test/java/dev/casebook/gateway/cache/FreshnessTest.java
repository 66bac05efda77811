package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.NOW;
import static dev.casebook.gateway.cache.CacheFixtures.headers;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    private static final String DATE = "Date: Wed, 21 Oct 2015 07:28:00 GMT";
    private static final String MODIFIED = "Last-Modified: Wed, 21 Oct 2015 06:28:00 GMT";

    private static Freshness of(int status, Duration guess, long askedAt, String... lines) {
        var headers = headers(lines);
        return Freshness.of(status, headers, Directives.of(headers.getAll("cache-control")), askedAt, NOW, guess);
    }

    private static long lifetime(String... lines) {
        return of(200, Duration.ofMinutes(5), NOW, lines).lifetime() / 1000;
    }

    @Test
    @DisplayName("RFC 9111 §4.2.1: s-maxage before max-age before Expires before a guess")
    void firstThatIsThereCounts() {
        var expires = "Expires: Wed, 21 Oct 2015 07:29:00 GMT";

        assertThat(lifetime(DATE, MODIFIED, expires, "Cache-Control: max-age=20, s-maxage=10"))
                .isEqualTo(10);
        assertThat(lifetime(DATE, MODIFIED, expires, "Cache-Control: max-age=20"))
                .isEqualTo(20);
        assertThat(lifetime(DATE, MODIFIED, expires)).isEqualTo(60);
        assertThat(lifetime(DATE, MODIFIED, "Expires: 0")).isZero();
        assertThat(lifetime(DATE, "Last-Modified: Wed, 21 Oct 2015 07:18:00 GMT"))
                .isEqualTo(60);
        assertThat(lifetime(DATE)).isZero();
    }

    @Test
    @DisplayName("RFC 9111 §4.2.2: a guess is bounded, and only for statuses that allow one")
    void guessIsBounded() {
        assertThat(lifetime(DATE, MODIFIED)).isEqualTo(300);
        assertThat(of(200, Duration.ZERO, NOW, DATE, MODIFIED).lifetime()).isZero();
        assertThat(of(403, Duration.ofMinutes(5), NOW, DATE, MODIFIED).lifetime())
                .isZero();
        assertThat(of(403, Duration.ofMinutes(5), NOW, DATE, MODIFIED, "Cache-Control: public")
                        .lifetime())
                .isEqualTo(300_000);
    }

    @Test
    @DisplayName("RFC 9111 §4.2.3: the time that the answer took counts as age, and what others had it for")
    void ageIsWhatIsLeastFavourable() {
        assertThat(of(200, Duration.ZERO, NOW - 2000, DATE).age(NOW)).isEqualTo(2000);
        assertThat(of(200, Duration.ZERO, NOW - 2000, DATE, "Age: 10").age(NOW + 1000))
                .isEqualTo(13_000);
        assertThat(of(200, Duration.ZERO, NOW, "Date: Wed, 21 Oct 2015 07:27:00 GMT")
                        .age(NOW))
                .isEqualTo(60_000);
        assertThat(of(200, Duration.ZERO, NOW, "Date: Wed, 21 Oct 2015 08:00:00 GMT")
                        .age(NOW))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Age: x", "Age: -1", "Age: 1.0", "Age: 0, 0", "Age: 7;a=b", "Age: 99999999999"})
    void ageThatCannotBeReadIsVeryOld(String age) {
        assertThat(of(200, Duration.ZERO, NOW, age, "Cache-Control: max-age=2000000")
                        .left(NOW))
                .isNegative();
    }
}
