package dev.casebook.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadersTest {

    @ParameterizedTest
    @CsvSource({
        "https://News.Example.com/a?b#c, news.example.com",
        "http://example.com, example.com",
        "https://example.com:8443/, example.com",
        "https://example.com?q=https://other.test/, example.com",
        "https://someone:secret@example.com:1/x, example.com",
        "android-app://com.google.android.gm/, com.google.android.gm",
        "https://[2001:db8::1]/, ''",
        "https://bücher.example/, ''",
        "about:blank, ''",
        "example.com, ''",
        "https://, ''",
        "'https://a b/', ''",
        "'', ''"
    })
    void referrerIsItsHost(String header, String host) {
        assertThat(Headers.host(header)).isEqualTo(host);
    }

    @Test
    void hostOfUnusualLengthIsNoHost() {
        assertThat(Headers.host("https://%s/".formatted("a".repeat(101)))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'de-AT,de;q=0.9,en;q=0.8', de",
        "EN, en",
        "'fil;q=0.9', fil",
        "*, ''",
        "'', ''",
        "'1x,de', ''",
        "abcdefghijk, ''"
    })
    void languageIsTheFirstWithoutItsRegion(String header, String language) {
        assertThat(Headers.language(header)).isEqualTo(language);
    }
}
