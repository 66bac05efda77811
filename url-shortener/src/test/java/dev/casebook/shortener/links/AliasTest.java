package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AliasTest {

    private static final Set<String> RESERVED = Set.of("admin");

    @Test
    void lettersDigitsDashesAndUnderscores() {
        assertThat(Alias.of("My_link-2", RESERVED).text()).isEqualTo("My_link-2");
        assertThat(Alias.of("a".repeat(64), RESERVED).text()).hasSize(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "a b", "a/b", "über", "abc.", "abc\n", "a%2Fb"})
    void otherFormsAreRefused(String text) {
        assertRefused(text, Refusal.ALIAS_MALFORMED);
    }

    @Test
    void tooLong() {
        assertRefused("a".repeat(65), Refusal.ALIAS_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "ADMIN", "Admin"})
    void reservedWordsAreRefusedInAnyCase(String text) {
        assertRefused(text, Refusal.ALIAS_RESERVED);
    }

    private static void assertRefused(String text, Refusal refusal) {
        assertThatExceptionOfType(LinkRefusedException.class)
                .isThrownBy(() -> Alias.of(text, RESERVED))
                .extracting(LinkRefusedException::refusal)
                .isEqualTo(refusal);
    }
}
