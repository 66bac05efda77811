package dev.casebook.shortener.statistics;

import dev.casebook.shortener.statistics.StatisticsResponse.Point;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Adds periods up to the units of a range. */
final class Series {

    private static final class Sum {

        private long clicks;
        private long bots;
        private final VisitorSketch visitors = new VisitorSketch();

        private void add(SeriesRow row) {
            clicks += row.clicks();
            bots += row.bots();
            visitors.addAll(row.visitors());
        }
    }

    private final NavigableMap<Instant, Sum> units = new TreeMap<>();
    private final Sum all = new Sum();

    Series(Range range) {
        range.starts().forEach(start -> units.put(start, new Sum()));
    }

    /** @param row of a period within the range */
    void add(SeriesRow row) {
        units.floorEntry(row.startsAt()).getValue().add(row);
        all.add(row);
    }

    List<Point> points() {
        return units.entrySet().stream()
                .map(entry -> point(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** All of the range, from its start. */
    Point sum() {
        return point(units.firstKey(), all);
    }

    private static Point point(Instant start, Sum sum) {
        return new Point(start, sum.clicks, sum.bots, sum.visitors.count());
    }
}
