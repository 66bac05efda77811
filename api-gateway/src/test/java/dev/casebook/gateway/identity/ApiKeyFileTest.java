package dev.casebook.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ApiKeyFileTest {

    private static final String HASH = "ab".repeat(32);

    @Test
    void keysAreRead() {
        var keys = ApiKeyFile.read("""
                keys:
                  - { id: a, sha256: %1$s, subject: alice }
                  - { id: b, sha256: %1$s, subject: bob, scopes: ["x:y", z], expires: 2027-01-01T00:00:00Z }
                """.formatted(HASH));

        assertThat(keys).containsOnlyKeys("a", "b");
        assertThat(keys.get("a").scopes()).isEmpty();
        assertThat(keys.get("a").isLive(Instant.MAX)).isTrue();
        assertThat(keys.get("b").scopes()).containsExactlyInAnyOrder("x:y", "z");
        assertThat(keys.get("b").isLive(Instant.parse("2026-12-31T23:59:59Z"))).isTrue();
        assertThat(keys.get("b").isLive(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();
    }

    @Test
    void thereMayBeNone() {
        assertThat(ApiKeyFile.read("keys: []")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void mistakeIsNamed(String message, String text) {
        assertThatThrownBy(() -> ApiKeyFile.read(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    static Stream<Arguments> mistakeIsNamed() {
        return Stream.of(
                arguments("keys: is not a list", ""),
                arguments("keys: is not a list", "keys: 1"),
                arguments("is malformed", "keys: ["),
                arguments("key ?: id: is not of the form", "keys: [{ id: A B }]"),
                arguments("key a: sha256: is not of the form", "keys: [{ id: a, sha256: secret, subject: s }]"),
                arguments("key a: subject: is not", "keys: [{ id: a, sha256: %s }]".formatted(HASH)),
                arguments(
                        "key a: secret: no such field",
                        "keys: [{ id: a, sha256: %s, subject: s, secret: x }]".formatted(HASH)),
                arguments(
                        "key a: scopes: \"a b\" is no scope",
                        "keys: [{ id: a, sha256: %s, subject: s, scopes: [a b] }]".formatted(HASH)),
                arguments(
                        "key a: scopes: is not a list",
                        "keys: [{ id: a, sha256: %s, subject: s, scopes: a }]".formatted(HASH)),
                arguments(
                        "key a: expires: is not a time",
                        "keys: [{ id: a, sha256: %s, subject: s, expires: tomorrow }]".formatted(HASH)),
                arguments(
                        "key a: is there twice",
                        "keys: [{ id: a, sha256: %1$s, subject: s }, { id: a, sha256: %1$s, subject: s }]"
                                .formatted(HASH)));
    }
}
