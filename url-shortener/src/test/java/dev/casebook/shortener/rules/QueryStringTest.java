package dev.casebook.shortener.rules;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryStringTest {

    @ParameterizedTest
    @CsvSource({
        "https://example.com/, a=b, https://example.com/?a=b",
        "https://example.com/?x=y, a=b&c, https://example.com/?x=y&a=b&c",
        "https://example.com/?, a=b, https://example.com/?a=b",
        "https://example.com/?x&, a=b, https://example.com/?x&a=b",
        "https://example.com/p#part, a=b, https://example.com/p?a=b#part",
        "https://example.com/#?x=y, a=b, https://example.com/?a=b#?x=y",
        "https://example.com/, '', https://example.com/",
        "https://example.com/, '&&a=b&', https://example.com/?a=b",
        "https://example.com/?to=shop, to=elsewhere&a=b, https://example.com/?to=shop&a=b",
        "https://example.com/?to=shop, t%6F=elsewhere, https://example.com/?to=shop",
        "https://example.com/, a=%20%C3%BC%, https://example.com/?a=%20%C3%BC%",
        "https://example.com/, a=ü b#c, https://example.com/?a=%C3%BC%20b%23c",
    })
    void parametersAreAddedAndNeverReplaceTheOwners(String target, String query, String expected) {
        assertThat(QueryString.of(query).addedTo(target)).isEqualTo(expected);
    }

    @Property
    void whateverIsAddedTheHostAndThePathStayAndAHeaderCanCarryIt(@ForAll String query) {
        var url = QueryString.of(query).addedTo("https://example.com/path?own=1#part");

        assertThat(url)
                .startsWith("https://example.com/path?own=1")
                .endsWith("#part")
                .matches("[!-~]+");
        assertThat(url.chars().filter(c -> c == '#')).hasSize(1);
    }
}
