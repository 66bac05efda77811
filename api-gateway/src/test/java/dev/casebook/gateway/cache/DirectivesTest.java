package dev.casebook.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectivesTest {

    private static Directives of(String... lines) {
        return Directives.of(Arrays.asList(lines));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            max-age=60                       | 60
            MAX-AGE=60                       | 60
            max-age="60"                     | 60
            max-age=0060                     | 60
            max-age=60, max-age=10           | 60
            no-cache="a, max-age=1", max-age=60 | 60
            x="max-age=1\\"", max-age=60     | 60
            max-age=99999999999999999999999  | 2147483647
            max-age=00000000000000000000001  | 1
            max-age                          | 0
            max-age=                         | 0
            max-age= 60                      | 0
            max-age =60                      | 0
            max-age='60'                     | 0
            max-age=60.5                     | 0
            max-age=-1                       | 0
            """)
    @DisplayName("RFC 9111 §4.2.1: a lifetime that cannot be read is none")
    void secondsAreReadStrictly(String line, long seconds) {
        assertThat(of(line).seconds("max-age")).isEqualTo(OptionalLong.of(seconds));
    }

    @Test
    void directiveThatIsNotThereHasNoSeconds() {
        assertThat(of("public, x=\"max-age=5\"").seconds("max-age")).isEmpty();
        assertThat(of().values()).isEmpty();
    }

    @Test
    void severalLinesAreOneList() {
        var directives = of("public", "max-age=5,,no-store");

        assertThat(directives.has("public")).isTrue();
        assertThat(directives.has("no-store")).isTrue();
    }

    @Test
    @DisplayName("RFC 9111 §5.2.2.4: with fields it is about these alone")
    void directiveMayBeForSomeFieldsAlone() {
        assertThat(of("no-cache=\"A, b\"").fields("no-cache")).containsExactlyInAnyOrder("a", "b");
        assertThat(of("no-cache=\"A, b\"").hasWhole("no-cache")).isFalse();
        assertThat(of("no-cache").hasWhole("no-cache")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private=\"x\", private",
                "private, private=\"x\"",
            })
    void limitToSomeFieldsDoesNotLoosenTheLimitForAll(String line) {
        assertThat(of(line).hasWhole("private")).isTrue();
    }

    @Test
    void limitsToFieldsAddUp() {
        assertThat(of("no-cache=\"a\"", "no-cache=b").fields("no-cache")).containsExactlyInAnyOrder("a", "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=\"x\", private", "\"max-age=60", "max-age=60, x=\"", "max-age=60, =1"})
    void lineThatCannotBeReadForbidsToStore(String line) {
        assertThat(of(line).has("no-store")).isTrue();
    }

    @Test
    void longLineIsReadOnASmallStack() {
        var line = "x=\"" + "a\\b".repeat(100_000) + "\", max-age=60";

        assertThat(of(line).seconds("max-age")).hasValue(60);
        assertThat(of("x=\"" + "a".repeat(1_000_000)).has("no-store")).isTrue();
    }
}
