package dev.casebook.limiter.algorithms;

/**
 * Hits on a time line, one each {@code period / count}, as GCRA and a shaper see them: what is admitted is put after what was admitted before, and
 * nothing is put further ahead of now than the capacity takes. The interval is kept as a fraction, since few counts divide a period.
 */
record Schedule(Rate rate, long capacity, Ticks ticks, long period) {

    /**
     * An instant on the line.
     *
     * @param part of a tick, in parts of which a tick has {@code count}
     */
    record Slot(long tick, long part) {}

    /**
     * @param begin where the request was put, or would have been
     * @param end the first free place after what is admitted
     * @param earliest the first tick at which the request is admitted
     */
    record Placed(Slot begin, Slot end, long earliest, boolean admitted) {}

    static Schedule of(Rate rate, long capacity) {
        var ticks = Ticks.of(rate.period(), Math.max(rate.count(), capacity));
        return new Schedule(rate, capacity, ticks, ticks.in(rate.period()));
    }

    Placed place(Slot free, long now, long cost) {
        long tick = ticks.at(now);
        var begin = free.tick() >= tick ? free : new Slot(tick, 0);
        if (cost > capacity) {
            return new Placed(begin, begin, Long.MAX_VALUE, false);
        }
        var end = after(begin, cost);
        long earliest = behind(end, capacity);
        return earliest <= tick ? new Placed(begin, end, earliest, true) : new Placed(begin, begin, earliest, false);
    }

    /** @param delay what an admitted request is told to wait */
    Decision decision(Placed placed, long now, long delay) {
        long remaining = remaining(placed.end(), now);
        long resetAfter = until(placed.end(), now);
        if (placed.admitted()) {
            return new Decision(true, delay, remaining, 0, resetAfter);
        }
        boolean never = placed.earliest() == Long.MAX_VALUE;
        return Decision.refused(remaining, never ? Decision.NEVER : ticks.until(placed.earliest(), now), resetAfter);
    }

    /** How many more hits fit between the first free place and as far ahead as may be. */
    private long remaining(Slot free, long now) {
        long ahead = free.tick() - ticks.at(now);
        // Further ahead than that it is only when the clock went back.
        if (ahead > capacity * period / rate.count()) {
            return 0;
        }
        return (capacity * period - ahead * rate.count() - free.part()) / period;
    }

    /** Microseconds until the line is free up to a place. */
    long until(Slot place, long now) {
        return ticks.until(place.tick() + Math.ceilDiv(place.part(), rate.count()), now);
    }

    /** How far a place lies ahead of now, in parts of a tick; at most the capacity, since further it is only when the clock went back. */
    long ahead(Slot place, long now) {
        long whole = place.tick() - ticks.at(now);
        if (whole < 0) {
            return 0;
        }
        return whole > capacity * period / rate.count() ? capacity * period : whole * rate.count() + place.part();
    }

    /** The place so many hits earlier. */
    Slot before(Slot slot, long hits) {
        long parts = slot.part() - hits * period % rate.count();
        long tick = slot.tick() - hits * period / rate.count();
        return parts < 0 ? new Slot(tick - 1, parts + rate.count()) : new Slot(tick, parts);
    }

    private Slot after(Slot slot, long hits) {
        long parts = hits * period % rate.count() + slot.part();
        return new Slot(slot.tick() + hits * period / rate.count() + parts / rate.count(), parts % rate.count());
    }

    private long behind(Slot slot, long hits) {
        long parts = slot.part() - hits * period % rate.count();
        return slot.tick() - hits * period / rate.count() + (parts > 0 ? 1 : 0);
    }
}
