package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectedVersionTest {

    @Test
    void oneTag() {
        assertThat(ExpectedVersion.ofIfMatch("\"3\"").versions()).containsExactly(3L);
    }

    @Test
    void listOfTags() {
        assertThat(ExpectedVersion.ofIfMatch("\"3\", \"foreign\",\"4\"").versions())
                .containsExactlyInAnyOrder(3L, 4L);
    }

    @Test
    void starMatchesEveryVersion() {
        assertThat(ExpectedVersion.ofIfMatch(" * ")).isEqualTo(ExpectedVersion.ANY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"3\"", "3", "\"abc\"", "\"-3\"", "\"3x\"", "\"99999999999999999999\"", ""})
    void weakAndForeignTagsMatchNothing(String header) {
        assertThat(ExpectedVersion.ofIfMatch(header).any()).isFalse();
        assertThat(ExpectedVersion.ofIfMatch(header).versions()).isEmpty();
    }
}
