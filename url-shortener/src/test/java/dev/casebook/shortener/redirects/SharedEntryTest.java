package dev.casebook.shortener.redirects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.casebook.shortener.rules.Redirections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SharedEntryTest {

    @ParameterizedTest
    @MethodSource
    void whatIsWrittenIsRead(Known known) {
        assertThat(SharedEntry.parse(SharedEntry.write(known))).contains(known);
    }

    static Stream<Known> whatIsWrittenIsRead() {
        return Stream.of(
                new Known(new Destination.Live("https://example.com/?a=b c", 7), 1_700_000_000_000L),
                new Known(new Destination.Live(Redirections.rich(), 7), 1_700_000_000_000L),
                new Known(new Destination.Live(Redirections.limited(5), 9), 1),
                new Known(new Destination.Gone(8), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "x 2L 1 - https://example.com/",
                "7 2Q 1 - https://example.com/",
                "7 2L - https://example.com/",
                "7 2L 1 https://example.com/",
                "7 2L 1 - ",
                "7 2L 1 *** https://example.com/",
                "7 2L 1 ____ https://example.com/"
            })
    void foreignTextsAreNotCached(String text) {
        assertThat(SharedEntry.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7 L 1 https://example.com/", "7 G 1 ", "7 3L 1 something else"})
    void entriesOfOtherFormatsAreNotCached(String text) {
        assertThat(SharedEntry.parse(text)).isEmpty();
    }

    @Test
    void plainLinkCostsLittleMoreThanItsTarget() {
        var known = new Known(new Destination.Live("https://example.com/", 7), 1_700_000_000_000L);

        assertThat(SharedEntry.write(known)).isEqualTo("7 2L 1700000000000 - https://example.com/");
    }

    @Test
    void unknownCodesAreNotShared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedEntry.write(new Known(new Destination.Unknown(), 0)));
    }
}
