package dev.casebook.shortener.statistics;

import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.HllUnion;
import org.apache.datasketches.hll.TgtHllType;

/**
 * How many different visitors there were, about: exact for a handful, within 4 % in 19 of 20 cases for many. Takes 8 bytes for nobody, 4 for each of
 * the first visitors, and 1 KB however many come; two of them make the one of both.
 */
final class VisitorSketch {

    /** Two to this power of counters. Stored sketches of another size can still be united with these. */
    private static final int LOG_COUNTERS = 11;

    private final HllUnion union = new HllUnion(LOG_COUNTERS);

    /** @param stored what {@link #bytes} gave */
    static VisitorSketch of(byte[] stored) {
        var sketch = new VisitorSketch();
        sketch.addAll(stored);
        return sketch;
    }

    /** @param visitor 0: not known, and so not counted */
    void add(long visitor) {
        if (visitor != 0) {
            union.update(visitor);
        }
    }

    void addAll(byte[] stored) {
        union.update(HllSketch.heapify(stored));
    }

    long count() {
        return Math.round(union.getEstimate());
    }

    byte[] bytes() {
        return union.getResult(TgtHllType.HLL_4).toCompactByteArray();
    }
}
