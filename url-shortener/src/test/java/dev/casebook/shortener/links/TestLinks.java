package dev.casebook.shortener.links;

import dev.casebook.shortener.rules.Redirection;
import java.time.Instant;

/** Links for tests that no database is asked in. */
final class TestLinks {

    private TestLinks() {}

    static Link withCode(String code) {
        return link(1, code, Instant.EPOCH);
    }

    static Link withId(long id, Instant createdAt) {
        return link(id, "code" + id, createdAt);
    }

    private static Link link(long id, String code, Instant createdAt) {
        return new Link(
                id, code, "alice", Redirection.to("https://example.com/"), Label.NONE, 1, createdAt, createdAt, false);
    }
}
