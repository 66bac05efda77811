package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Wed, 21 Oct 2015 07:28:00 GMT",
                "wed, 21 OCT 2015 07:28:00 gmt",
                "Wednesday, 21-Oct-15 07:28:00 GMT",
                "Wed Oct 21 07:28:00 2015",
                "Thu, 21 Oct 2015 07:28:00 GMT"
            })
    void threeFormsAreUnderstood(String text) {
        assertThat(HttpDate.parse(text, NOW)).hasValue(NOW);
    }

    @Test
    void dayOfAsctimeMayBeASpaceAndADigit() {
        assertThat(HttpDate.parse("Sun Nov  6 08:49:37 1994", NOW)).hasValue(784_111_777_000L);
    }

    @Test
    void yearOfTwoDigitsIsNeverMoreThanFiftyYearsAhead() {
        assertThat(HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT", NOW)).hasValue(784_111_777_000L);
        assertThat(HttpDate.parse("Thursday, 18-Aug-50 02:01:18 GMT", NOW)).hasValue(2_544_400_878_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "Wed, 21 Oct 2015 07:28:00 UTC",
                "Wed, 21 Oct 2015 7:28:00 GMT",
                "Wed, 21 Oct 2015 07.28.00 GMT",
                "Wed, 32 Jan 2015 07:28:00 GMT",
                "Wednesday, 21 Oct 2015 07:28:00 GMT"
            })
    void otherTextsAreNoDates(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }
}
