package dev.casebook.shortener.statistics;

import dev.casebook.shortener.statistics.StatisticsResponse.InRange;
import dev.casebook.shortener.statistics.StatisticsResponse.Share;
import dev.casebook.shortener.statistics.StatisticsResponse.Value;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedSet;

/** Puts the answer together. */
@ApplicationScoped
class StatisticsReader {

    private final ClickTotals totals;
    private final RangeTable table;
    private final StatisticsSettings settings;

    StatisticsReader(ClickTotals totals, RangeTable table, StatisticsSettings settings) {
        this.totals = totals;
        this.table = table;
        this.settings = settings;
    }

    /** On one connection. Clicks that are counted between two of the queries may be in the later one only. */
    @Transactional
    StatisticsResponse read(String code, Range range, SequencedSet<Dimension> dimensions, Instant asOf) {
        var all = totals.of(code);
        var series = new Series(range);
        table.series(code, range, series::add);
        var sum = series.sum();
        return new StatisticsResponse(
                code,
                all.total(),
                all.bots(),
                asOf,
                new InRange(
                        range.from().toInstant(),
                        range.to().toInstant(),
                        range.from().getZone().getId(),
                        range.unit().text(),
                        sum.clicks(),
                        sum.bots(),
                        sum.visitors(),
                        series.points()),
                shares(code, range, dimensions, sum.clicks() - sum.bots()));
    }

    private Map<String, Share> shares(String code, Range range, SequencedSet<Dimension> dimensions, long ofPeople) {
        var shares = new LinkedHashMap<String, Share>();
        for (var dimension : dimensions) {
            var values = table.shares(code, range, dimension, settings.answerValues());
            long named = values.stream().mapToLong(Value::clicks).sum();
            shares.put(dimension.text(), new Share(values, Math.max(0, ofPeople - named)));
        }
        return shares;
    }
}
