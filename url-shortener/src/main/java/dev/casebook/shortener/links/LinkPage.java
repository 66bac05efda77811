package dev.casebook.shortener.links;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Links of one owner, newest first.
 *
 * @param next where the next page begins; empty on the last
 */
public record LinkPage(List<Link> links, Optional<Position> next) {

    /**
     * A place between two links: behind the one that was created at this instant and has this id.
     *
     * @param createdAt to the microsecond
     */
    public record Position(Instant createdAt, long id) {

        /** Before the newest link. */
        public static final Position START = new Position(Instant.parse("9999-01-01T00:00:00Z"), 0);

        private static final int SIZE = 2 * Long.BYTES;
        private static final long MICROS = 1_000_000;

        static Position of(Link link) {
            return new Position(link.createdAt(), link.id());
        }

        /** @return empty if the text is not one of our cursors */
        public static Optional<Position> parse(String cursor) {
            try {
                var bytes = Base64.getUrlDecoder().decode(cursor);
                if (bytes.length != SIZE) {
                    return Optional.empty();
                }
                var buffer = ByteBuffer.wrap(bytes);
                long micros = buffer.getLong();
                if (micros < 0 || micros > START.micros()) {
                    return Optional.empty();
                }
                var createdAt = Instant.ofEpochSecond(micros / MICROS, micros % MICROS * 1_000);
                return Optional.of(new Position(createdAt, buffer.getLong()));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }

        /** For clients: opaque, and safe in a URL. */
        public String cursor() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(ByteBuffer.allocate(SIZE)
                            .putLong(micros())
                            .putLong(id)
                            .array());
        }

        private long micros() {
            return createdAt.getEpochSecond() * MICROS + createdAt.getNano() / 1_000;
        }
    }
}
