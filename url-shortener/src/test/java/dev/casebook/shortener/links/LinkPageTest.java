package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casebook.shortener.links.LinkPage.Position;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPageTest {

    @Test
    void cursorLeadsBackToItsPosition() {
        var position = Position.of(TestLinks.withId(8, Instant.parse("2026-06-01T12:00:00.123456Z")));

        assertThat(Position.parse(position.cursor())).contains(position);
        assertThat(Position.parse(Position.START.cursor())).contains(Position.START);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "abc", "***", "AAAAAAAAAAAAAAAAAAAAAAAA", "f_________8AAAAAAAAAAQ", "_________-8AAAAAAAAAAQ"
            })
    void foreignCursorsAreNone(String cursor) {
        assertThat(Position.parse(cursor)).isEmpty();
    }
}
