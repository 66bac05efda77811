package dev.casebook.shortener.safety;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetsTest {

    private static final Targets TARGETS = SafetyFixture.targets(Map.of(
            "own-hosts",
            "short.example,93.184.216.34,m\u00fcller.example",
            "blocked-hosts",
            "bad.example,198.51.99.7"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://example.com:8080/a/b?c=d&e=%20f#g",
                "HTTPS://EXAMPLE.COM/",
                "https://example.com:/",
                "https://example.com./",
                "https://[2606:4700::1111]/",
                "https://[2606:4700::1111]:8443/a",
                "http://1.1.1.1/",
                "http://0x01010101/",
                "https://xn--mller-kva.de/",
                "https://other.go.example.com/",
                "https://notbad.example/",
                "https://example.com/?to=http://go.example.com/s/abc"
            })
    void ordinaryTargetsAreKeptAsTheyAre(String url) {
        assertThat(TARGETS.check(url).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com/süß, https://example.com/s%C3%BC%C3%9F",
        "https://bücher.de/ü?q=ä#ö, https://xn--bcher-kva.de/%C3%BC?q=%C3%A4#%C3%B6",
        "https://BÜCHER.de:8443, https://xn--bcher-kva.de:8443",
        "https://ｅｘａｍｐｌｅ.com/, https://example.com/",
        "https://例え.jp/, https://xn--r8jz45g.jp/",
        "https://пример.рф/, https://xn--e1afmkfd.xn--p1ai/",
    })
    void lettersBeyondAsciiAreEncoded(String url, String ascii) {
        assertThat(TARGETS.check(url).url()).isEqualTo(ascii);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  "})
    void missing(String url) {
        assertRefused(url, TargetFault.TARGET_MISSING);
    }

    @ParameterizedTest
    @CsvSource({
        "javascript:alert(1), TARGET_SCHEME",
        "JaVaScRiPt://example.com/%0Aalert(1), TARGET_SCHEME",
        "'data:text/html,x', TARGET_SCHEME",
        "file:///etc/passwd, TARGET_SCHEME",
        "ftp://example.com/, TARGET_SCHEME",
        "//example.com/, TARGET_SCHEME",
        "/path, TARGET_SCHEME",
        "example.com, TARGET_SCHEME",
        "https://user@example.com/, TARGET_USER_INFO",
        "https://user:secret@example.com/, TARGET_USER_INFO",
        "https://@example.com/, TARGET_USER_INFO",
        "https://user@exa_mple.com/, TARGET_USER_INFO",
        "https://example.com@10.0.0.1/, TARGET_USER_INFO",
        "https:///path, TARGET_NO_HOST",
        "https:example.com, TARGET_NO_HOST",
        "https:/example.com, TARGET_NO_HOST",
        "https://:8080/, TARGET_NO_HOST",
        "https://, TARGET_MALFORMED",
        "https://./, TARGET_MALFORMED",
        "https://a..example.com/, TARGET_MALFORMED",
        "https://-a.example.com/, TARGET_MALFORMED",
        "https://exa_mple.com/, TARGET_MALFORMED",
        "https://exa%6Dple.com/, TARGET_MALFORMED",
        "https://exa mple.com/, TARGET_MALFORMED",
        "https:\\\\example.com/, TARGET_MALFORMED",
        "https://example.com\\@10.0.0.1/, TARGET_MALFORMED",
        "https://example.com/<script>, TARGET_MALFORMED",
        "https://example.com/%zz, TARGET_MALFORMED",
        "https://example.com:65536/, TARGET_MALFORMED",
        "https://example.com:80a/, TARGET_MALFORMED",
        "https://example.com:80:80/, TARGET_MALFORMED",
        "https://[::1/, TARGET_MALFORMED",
        "https://[fe80::1%25eth0]/, TARGET_MALFORMED",
        "https://[example.com]/, TARGET_MALFORMED",
        "https://1.2.3.4.5/, TARGET_MALFORMED",
        "https://1.2.3.256/, TARGET_MALFORMED",
        "https://example.1/, TARGET_MALFORMED",
        "https://exampl℀.com/, TARGET_MALFORMED",
        "https://fußball.de/, TARGET_HOST_AMBIGUOUS",
        "https://a\u200db.example.com/, TARGET_HOST_AMBIGUOUS",
        "https://xn--999999999.com/, TARGET_MALFORMED",
        "https://xn--example-.com/, TARGET_MALFORMED",
        "https://xn--pple-kzd.com/, TARGET_MALFORMED", // a capital letter, encoded
        "https://example.xn--999999999/, TARGET_MALFORMED",
    })
    void refused(String url, TargetFault fault) {
        assertRefused(url, fault);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://go.example.com/s/abc",
                "http://GO.example.com:81/",
                "https://go.example.com./",
                "https://go\u3002example\u3002com/",
                "https://ｇｏ.example.com/",
                "https://short.example/x",
                "https://xn--mller-kva.example/",
                "https://M\u00dcLLER.example/",
                "http://93.184.216.34/",
                "http://1572395042/",
                "http://0x5db8d822/",
                "http://0135.0270.0330.042/",
                "http://93.184.55330/",
                "http://[::ffff:93.184.216.34]/",
                "http://[::ffff:5db8:d822]/",
            })
    void linksToOurselvesAreRefusedInEverySpelling(String url) {
        assertRefused(url, TargetFault.TARGET_OWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "LOCALHOST.",
                "app.localhost",
                "printer.local",
                "intranet",
                "db.internal",
                "127.0.0.1.nip.io",
                "lvh.me",
                "127.0.0.1",
                "127.1",
                "0177.0.0.1",
                "0x7f.1",
                "0x7F000001",
                "2130706433",
                "017700000001",
                "127.0.0.1.",
                "\uff11\uff12\uff17.0.0.1",
                "0.0.0.0",
                "0",
                "10.1.2.3",
                "100.64.0.1",
                "169.254.169.254",
                "0xA9FEA9FE",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "[::]",
                "[::1]",
                "[0:0:0:0:0:0:0:1]",
                "[::127.0.0.1]",
                "[::ffff:127.0.0.1]",
                "[::FFFF:7f00:1]",
                "[::ffff:a9fe:a9fe]",
                "[64:ff9b::10.0.0.1]",
                "[64:ff9b:1::1]",
                "[2002:7f00:1::]",
                "[2001:0:1::1]",
                "[fc00::1]",
                "[fd12:3456::1]",
                "[fe80::1]",
                "[ff02::1]",
            })
    void privateNetworksAreRefusedInEveryNotation(String host) {
        assertRefused("http://" + host + "/", TargetFault.TARGET_PRIVATE);
        assertRefused("https://" + host + ":8443/x", TargetFault.TARGET_PRIVATE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "172.15.0.1",
                "172.32.0.1",
                "100.128.0.1",
                "192.169.0.1",
                "11.0.0.1",
                "[64:ff9b::1.1.1.1]",
                "[2002:101:101::]"
            })
    void neighboursOfPrivateNetworksArePublic(String host) {
        assertThat(TARGETS.check("http://" + host + "/").url()).isEqualTo("http://" + host + "/");
    }

    @Test
    void privateNetworksMayBeAllowed() {
        var inside = SafetyFixture.targets(Map.of("allow-private", "true"));

        assertThat(inside.check("http://10.1.2.3/").url()).isEqualTo("http://10.1.2.3/");
        assertThat(inside.check("http://wiki/").url()).isEqualTo("http://wiki/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://\u0430pple.com/", // Cyrillic а among Latin letters
                "https://\u0430\u0440\u0440\u04cf\u0435.com/", // wholly Cyrillic, looks like apple
                "https://xn--80ak6aa92e.com/", // the same, encoded already
                "https://login.\u0430\u0440\u0440\u04cf\u0435.com/",
                "https://g\u03bf\u03bfgle.com/", // Greek omicrons
                "https://\u03bf\u03c5\u03c4.com/",
                "https://\u0261oogle.com/", // a phonetic g
                "https://xn--ggle-yna625ba.com/", // Greek omicrons, and a sharp s, which older rules do not decode
                "https://xn--80ak6aa92e818j.com/", // the Cyrillic apple and a joiner that nobody sees
            })
    void namesThatLookLikeOthersAreRefused(String url) {
        assertRefused(url, TargetFault.TARGET_CONFUSABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://münchen.de/",
                "https://москва.com/",
                "https://сора.рф/",
                "https://東京タワー.jp/",
                "https://日本abc.jp/",
                "https://한국.kr/",
                "https://ελλάδα.gr/",
                "https://مثال.com/",
                "https://उदाहरण.com/",
            })
    void namesInOnesOwnScriptAreWelcome(String url) {
        assertThat(TARGETS.check(url).url()).startsWith("https://xn--");
    }

    /** Names of today's rules, which older ones map to others; their letters are told all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"https://xn--fuball-cta.de/", "https://xn--nxasmm1c.gr/"})
    void encodedNamesWithSharpOrFinalSAreWelcome(String url) {
        assertThat(TARGETS.check(url).url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://bad.example/",
                "https://BAD.example./x",
                "https://deep.below.bad.example/",
                "http://198.51.99.7/",
                "http://0xC6336307/"
            })
    void blockedHostsAreRefused(String url) {
        assertRefused(url, TargetFault.TARGET_BLOCKED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://example.com/\r\nSet-Cookie: a=b", "https://example.com/\u0000", "https://a\u0085.b/"})
    void controlCharacters(String url) {
        assertRefused(url, TargetFault.TARGET_CONTROL_CHARACTERS);
    }

    @Test
    void halfOfASurrogatePairIsNoCharacter() {
        assertRefused("https://example.com/\ud800", TargetFault.TARGET_MALFORMED);
        assertRefused("https://example.com/?q=\udc00a", TargetFault.TARGET_MALFORMED);
        assertRefused("https://ex\ud800ample.com/", TargetFault.TARGET_MALFORMED);
        assertThat(TARGETS.check("https://example.com/\ud83d\ude00").url())
                .isEqualTo("https://example.com/%F0%9F%98%80");
    }

    @Test
    void longestTargetPassesAndOneMoreCharacterDoesNot() {
        var longest = "https://example.com/" + "a".repeat(2048 - 20);

        assertThat(TARGETS.check(longest).url()).hasSize(2048);
        assertRefused(longest + "a", TargetFault.TARGET_TOO_LONG);
    }

    @Test
    void encodingCountsIntoTheLength() {
        assertRefused("https://example.com/" + "ü".repeat(400), TargetFault.TARGET_TOO_LONG);
    }

    private static void assertRefused(String url, TargetFault fault) {
        assertThatExceptionOfType(TargetRefusedException.class)
                .as("%s", url)
                .isThrownBy(() -> TARGETS.check(url))
                .extracting(TargetRefusedException::fault)
                .isEqualTo(fault);
    }
}
