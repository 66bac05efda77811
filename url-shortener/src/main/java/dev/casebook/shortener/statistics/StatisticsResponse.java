package dev.casebook.shortener.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of the clicks on one link.
 *
 * @param total clicks counted, with bots; a click is counted within two seconds unless Kafka or PostgreSQL is away
 * @param asOf when this was read
 * @param by for each dimension that was asked for
 */
public record StatisticsResponse(
        String code,
        long total,
        long bots,
        Instant asOf,
        InRange range,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Share> by) {

    /**
     * @param from the range as it was widened to whole units
     * @param visitors different ones of each day (UTC), added up, about; who comes again on another day is another
     */
    record InRange(
            Instant from,
            Instant to,
            String zone,
            String unit,
            long clicks,
            long bots,
            long visitors,
            List<Point> series) {}

    /** @param start of the unit */
    record Point(Instant start, long clicks, long bots, long visitors) {}

    /**
     * Clicks of people in the range, by the values of a dimension.
     *
     * @param values those with most clicks first; {@code (none)}: not said, not understood, or no rule
     * @param other clicks with any other value
     */
    record Share(List<Value> values, long other) {}

    record Value(String value, long clicks) {}
}
