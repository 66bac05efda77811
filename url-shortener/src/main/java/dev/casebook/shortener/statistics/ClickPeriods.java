package dev.casebook.shortener.statistics;

import com.google.protobuf.util.Timestamps;
import dev.casebook.contracts.shortener.v1.Click;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Clicks by time and by what they have in common. */
@ApplicationScoped
public class ClickPeriods {

    private final PeriodTable table;
    private final StatisticsSettings settings;

    ClickPeriods(PeriodTable table, StatisticsSettings settings) {
        this.table = table;
        this.settings = settings;
    }

    /** Adds clicks, whose codes the caller's transaction has added to {@link ClickTotals} before: that holds off everybody else who would. */
    @Transactional(TxType.MANDATORY)
    public void add(List<Click> clicks) {
        var places = new TreeMap<Place, List<Click>>();
        for (var click : clicks) {
            places.computeIfAbsent(placeOf(click), _ -> new ArrayList<>(1)).add(click);
        }
        var rest = places.entrySet().iterator();
        while (rest.hasNext()) {
            table.add(Period.QUARTER, someOf(rest));
        }
    }

    /** As many as may be in memory at once. */
    private SortedMap<Place, Summary> someOf(Iterator<Map.Entry<Place, List<Click>>> rest) {
        var summaries = new TreeMap<Place, Summary>();
        while (rest.hasNext() && summaries.size() < settings.periodsAtOnce()) {
            var entry = rest.next();
            var summary = new Summary();
            entry.getValue().forEach(summary::add);
            summaries.put(entry.getKey(), summary);
        }
        return summaries;
    }

    private static Place placeOf(Click click) {
        var at = Instant.ofEpochMilli(Timestamps.toMillis(click.getAt()));
        return new Place(click.getCode(), Period.QUARTER.startOf(at));
    }
}
