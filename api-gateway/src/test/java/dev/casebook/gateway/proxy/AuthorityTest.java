package dev.casebook.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorityTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a.test:80",
                "127.0.0.1",
                "[::1]",
                "[::1]:80",
                "a-b_c.test",
                "a:",
                "a%2db",
                "a:65535",
                "[2001:db8::1]"
            })
    void hostAndPortAreValid(String text) {
        assertThat(Authority.isValid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":80",
                "a/b",
                "u@a",
                "a b",
                "a,b",
                "a:x",
                "a:123456",
                "a:65536",
                "a%zz",
                "a%2",
                "[::::]",
                "[1]",
                "[::1%25eth0]",
                "[::1%eth0]",
                "[::1",
                "[]",
                "[::1]x",
                "ä",
                "a\"",
                "a?b"
            })
    void anythingElseIsNot(String text) {
        assertThat(Authority.isValid(text)).isFalse();
    }
}
