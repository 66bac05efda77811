package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.casebook.shortener.rules.BrokenRuleException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTest {

    @Test
    void tagsAreLowerCaseAndUniqueInTheirOrder() {
        var label = new Label(Optional.empty(), List.of("Summer", " 2026 ", "summer", "C++", "Überall", "a b"));

        assertThat(label.tags()).containsExactly("summer", "2026", "c++", "überall", "a b");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "-", "a,b", "a\tb", "a\nb", "a;b", "012345678901234567890123456789012345678901234567890"
            })
    void otherTagsAreRefused(String tag) {
        assertThatExceptionOfType(BrokenRuleException.class).isThrownBy(() -> Label.tag(tag));
    }

    @Test
    void tagsAreBounded() {
        var tags =
                IntStream.range(0, Label.MAX_TAGS + 1).mapToObj(i -> "tag" + i).toList();

        assertThat(new Label(Optional.empty(), tags.subList(1, tags.size())).tags())
                .hasSize(Label.MAX_TAGS);
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new Label(Optional.empty(), tags))
                .extracting(BrokenRuleException::slug)
                .isEqualTo("tags-too-many");
    }

    @Test
    void blankTitleIsNone() {
        assertThat(new Label(Optional.of(" "), List.of())).isEqualTo(Label.NONE);
        assertThat(new Label(Optional.of(" My page "), List.of()).title()).contains("My page");
    }

    @Test
    void titleIsOneLineOfBoundedLength() {
        assertThat(new Label(Optional.of("x".repeat(255)), List.of()).title()).isPresent();
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new Label(Optional.of("x".repeat(256)), List.of()));
        assertThatExceptionOfType(BrokenRuleException.class)
                .isThrownBy(() -> new Label(Optional.of("two\nlines"), List.of()));
    }
}
