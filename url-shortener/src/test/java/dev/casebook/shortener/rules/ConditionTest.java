package dev.casebook.shortener.rules;

import static dev.casebook.shortener.rules.Visits.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

    @ParameterizedTest
    @CsvSource({
        "'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36', 'ANDROID,MOBILE'",
        "'Mozilla/5.0 (Linux; Android 14; Tablet) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 'ANDROID,MOBILE'",
        "'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17.5 Mobile/15E148', 'IOS,MOBILE'",
        "'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605', 'IOS,MOBILE'",
        "'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605 Safari/605', 'MACOS,DESKTOP'",
        "'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0', 'WINDOWS,DESKTOP'",
        "'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0', 'LINUX,DESKTOP'",
        "'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/126.0', 'CHROMEOS,DESKTOP'",
        "curl/8.5.0, ''",
        "'', ''",
    })
    void device(String userAgent, String expected) {
        var devices = Stream.of(Device.values())
                .filter(device -> new Condition.OnDevice(device).holds(Visits.by(userAgent)))
                .map(Device::name)
                .collect(Collectors.toSet());

        assertThat(devices).isEqualTo(expected.isEmpty() ? Set.of() : Set.of(expected.split(",")));
    }

    @ParameterizedTest
    @CsvSource({
        "de, de, true",
        "de, de-AT, true",
        "DE-at, de-AT, true",
        "de-at, de, false",
        "de, den, false",
        "de, 'en, de;q=0.9', false",
        "de, 'en;q=0.5, de;q=0.9', true",
        "en, 'de, en', true",
        "de, 'de;q=0', false",
        "de, 'fr;q=high, de;q=0.1', true",
        "de, *, false",
        "de, '', false",
        "de, ',;,=;q=', false",
    })
    void language(String range, String header, boolean holds) {
        assertThat(new Condition.InLanguage(range).holds(Visits.in(header))).isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "d", "*", "de_AT", "de-", "de AT", "deutschland"})
    void whatIsNoLanguageIsRefused(String range) {
        assertThatExceptionOfType(BrokenRuleException.class).isThrownBy(() -> new Condition.InLanguage(range));
    }

    @ParameterizedTest
    @CsvSource({
        "src, mail, src=mail, true",
        "src, mail, a=b&src=mail&c, true",
        "src, mail, src=web&src=mail, true",
        "src, mail, src=Mail, false",
        "src, mail, xsrc=mail, false",
        "src, mail, src, false",
        "src, 'a b', src=a%20b, true",
        "src, 'a b', src=a+b, true",
        "src, '%', src=%, true",
        "src, , src, true",
        "src, , src=anything, true",
        "src, , '', false",
        "src, '', src, true",
    })
    void queryParameter(String name, String value, String query, boolean holds) {
        assertThat(new Condition.WithParameter(name, Optional.ofNullable(value)).holds(Visits.with(query)))
                .isEqualTo(holds);
    }

    @Test
    void datesTurnAtTheirInstant() {
        var before = Visits.at(NOON.minusNanos(1));
        var at = Visits.at(NOON);

        assertThat(new Condition.After(NOON).holds(before)).isFalse();
        assertThat(new Condition.After(NOON).holds(at)).isTrue();
        assertThat(new Condition.Before(NOON).holds(before)).isTrue();
        assertThat(new Condition.Before(NOON).holds(at)).isFalse();
    }
}
