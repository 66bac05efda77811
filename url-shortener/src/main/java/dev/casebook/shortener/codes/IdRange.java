package dev.casebook.shortener.codes;

/** Ids that belong to this process alone: from {@code next}, up to but without {@code end}. */
record IdRange(long next, long end) {

    static final IdRange NONE = new IdRange(0, 0);

    IdRange {
        if (next < 0 || next > end) {
            throw new IllegalArgumentException("range from " + next + " to " + end);
        }
    }

    boolean isEmpty() {
        return next == end;
    }

    long left() {
        return end - next;
    }

    IdRange withoutFirst() {
        return new IdRange(next + 1, end);
    }
}
