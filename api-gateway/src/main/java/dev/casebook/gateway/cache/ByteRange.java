package dev.casebook.gateway.cache;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A part of a stored body (RFC 9110 §14).
 *
 * @param first position of its first byte
 * @param last position of its last byte
 */
public record ByteRange(int first, int last) {

    private static final Pattern ONE = Pattern.compile("(?i:bytes)=\\s*([0-9]{0,9})-([0-9]{0,9})\\s*");

    /** @return empty when the whole is the answer: nothing else was asked for, or something that need not be understood (§14.2) */
    public static Optional<ByteRange> of(CacheRequest asked, Stored stored) {
        var text = asked.header("range");
        if (text.isEmpty() || asked.head() || stored.status() != 200 || !Conditions.isOfRange(asked, stored)) {
            return Optional.empty();
        }
        var range = ONE.matcher(text.get());
        return range.matches() ? of(range.group(1), range.group(2), stored.body().length) : Optional.empty();
    }

    private static Optional<ByteRange> of(String first, String last, int length) {
        if (first.isEmpty()) {
            int suffix = last.isEmpty() ? 0 : Integer.parseInt(last);
            return suffix == 0 || length == 0
                    ? Optional.empty()
                    : Optional.of(new ByteRange(Math.max(0, length - suffix), length - 1));
        }
        int from = Integer.parseInt(first);
        int to = last.isEmpty() ? length - 1 : Math.min(Integer.parseInt(last), length - 1);
        return from > to ? Optional.empty() : Optional.of(new ByteRange(from, to));
    }

    public int length() {
        return last - first + 1;
    }

    /** As Content-Range has it. */
    public String of(int length) {
        return "bytes %d-%d/%d".formatted(first, last, length);
    }
}
