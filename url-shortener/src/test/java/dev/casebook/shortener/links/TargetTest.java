package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.casebook.shortener.links.Target.TargetRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    private static final TargetRules RULES = new TargetRules(2048, "go.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com:8080/a/b?c=d&e=%20f#g",
                "HTTPS://EXAMPLE.COM/",
                "https://[2001:db8::1]/",
                "https://xn--mller-kva.example/",
                "https://other.go.example.com/"
            })
    void ordinaryTargetsAreKeptAsTheyAre(String url) {
        assertThat(Target.of(url, RULES).url()).isEqualTo(url);
    }

    @Test
    void lettersBeyondAsciiAreEncoded() {
        assertThat(Target.of("https://example.com/süß", RULES).url()).isEqualTo("https://example.com/s%C3%BC%C3%9F");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void missing(String url) {
        assertRefused(url, Refusal.TARGET_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), TARGET_SCHEME",
        "'data:text/html,x', TARGET_SCHEME",
        "ftp://example.com/, TARGET_SCHEME",
        "//example.com/, TARGET_SCHEME",
        "/path, TARGET_SCHEME",
        "example.com, TARGET_SCHEME",
        "https://user@example.com/, TARGET_USER_INFO",
        "https://user:secret@example.com/, TARGET_USER_INFO",
        "https://@example.com/, TARGET_USER_INFO",
        "https://user@exa_mple.com/, TARGET_USER_INFO",
        "https:///path, TARGET_NO_HOST",
        "https:example.com, TARGET_NO_HOST",
        "https://:8080/, TARGET_NO_HOST",
        "https://, TARGET_MALFORMED",
        "https://exa mple.com/, TARGET_MALFORMED",
        "https://example.com/<script>, TARGET_MALFORMED",
        "https://[::1/, TARGET_MALFORMED",
        "https://go.example.com/s/abc, TARGET_OWN",
        "http://GO.example.com:81/, TARGET_OWN",
        "https://go.example.com./, TARGET_OWN"
    })
    void refused(String url, Refusal refusal) {
        assertRefused(url, refusal);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/\r\nSet-Cookie: a=b", "https://example.com/\u0000", "https://a\u0085.b/"})
    void controlCharacters(String url) {
        assertRefused(url, Refusal.TARGET_CONTROL_CHARACTERS);
    }

    @Test
    void longestTargetPassesAndOneMoreCharacterDoesNot() {
        var longest = "https://example.com/" + "a".repeat(2048 - 20);

        assertThat(Target.of(longest, RULES).url()).hasSize(2048);
        assertRefused(longest + "a", Refusal.TARGET_TOO_LONG);
    }

    @Test
    void encodingCountsIntoTheLength() {
        assertRefused("https://example.com/" + "ü".repeat(400), Refusal.TARGET_TOO_LONG);
    }

    private static void assertRefused(String url, Refusal refusal) {
        assertThatExceptionOfType(LinkRefusedException.class)
                .isThrownBy(() -> Target.of(url, RULES))
                .extracting(LinkRefusedException::refusal)
                .isEqualTo(refusal);
    }
}
