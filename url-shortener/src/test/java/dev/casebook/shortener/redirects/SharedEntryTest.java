package dev.casebook.shortener.redirects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
                new Known(new Destination.Gone(8), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "7", "x L 1 https://example.com/", "7 Q 1 https://example.com/", "7 L https://example.com/"})
    void foreignTextsAreNotCached(String text) {
        assertThat(SharedEntry.parse(text)).isEmpty();
    }

    @Test
    void unknownCodesAreNotShared() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedEntry.write(new Known(new Destination.Unknown(), 0)));
    }
}
