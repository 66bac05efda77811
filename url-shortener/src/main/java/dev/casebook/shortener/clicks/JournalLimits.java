package dev.casebook.shortener.clicks;

import java.time.Duration;

/**
 * @param segmentBytes size of one segment; disk space is given back a segment at a time
 * @param maxBytes size of all segments; beyond it clicks are declared lost
 * @param retryAfter how long a disk that failed is left alone
 */
record JournalLimits(long segmentBytes, long maxBytes, Duration retryAfter) {

    JournalLimits {
        if (segmentBytes < 1 << 12) {
            throw new IllegalArgumentException(
                    "journal segments of %d bytes are less than 4096".formatted(segmentBytes));
        }
        if (maxBytes < 2 * segmentBytes) {
            throw new IllegalArgumentException(
                    "a journal of %d bytes is less than two segments of %d".formatted(maxBytes, segmentBytes));
        }
    }
}
