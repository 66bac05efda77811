package dev.casebook.shortener.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkPageTest {

    @Test
    void lastPageHasNoCursor() {
        var page = LinkPage.of(links(3, 2, 1), 3);

        assertThat(page.links()).hasSize(3);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void cursorLeadsPastTheLastLinkShown() {
        var page = LinkPage.of(links(9, 8, 7), 2);

        assertThat(page.links()).extracting(Link::id).containsExactly(9L, 8L);
        assertThat(LinkPage.position(page.next().orElseThrow())).hasValue(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "***", "AAAAAAAAAAAAAAAAAAAAAAAA"})
    void foreignCursorsAreNone(String cursor) {
        assertThat(LinkPage.position(cursor)).isEmpty();
    }

    private static List<Link> links(long... ids) {
        return LongStream.of(ids)
                .mapToObj(id -> new Link(
                        id, "code" + id, "alice", "https://example.com/", 1, Instant.EPOCH, Instant.EPOCH, false))
                .toList();
    }
}
