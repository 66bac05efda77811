package dev.casebook.gateway.cache;

import static dev.casebook.gateway.cache.CacheFixtures.headers;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("RFC 9111 §4.1")
class SelectionTest {

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Foo: 1              | Foo: 1              | true
            Foo: 1              | Foo: 2              | false
            Foo: 1              | Bar: 1              | false
            Foo: 1,2            | Foo:  1 ,  2        | true
            Foo: "1,2"          | Foo: "1, 2"         | false
            Foo: A              | Foo: a              | false
            Accept-Language: de | Accept-Language: DE | true
            """)
    void fieldsThatVaryNamesMustBeTheSame(String stored, String asked, boolean matches) {
        var selection = Selection.of(headers("Vary: foo, Accept-Language"), headers(stored));

        assertThat(selection.matches(headers(asked))).isEqualTo(matches);
    }

    @Test
    void fieldOnTwoLinesIsOneList() {
        var selection = Selection.of(headers("Vary: A", "Vary: Foo"), headers("Foo: 1", "Foo: 2"));

        assertThat(selection.matches(headers("Foo: 1, 2"))).isTrue();
        assertThat(selection.matches(headers("Foo: 1, 2", "A: x"))).isFalse();
    }

    @Test
    void otherFieldsDoNotCount() {
        assertThat(Selection.of(headers("Vary: A"), headers("A: 1", "B: 1")).matches(headers("A: 1", "B: 2")))
                .isTrue();
    }
}
