package dev.casebook.shortener.statistics;

import dev.casebook.chassis.jdbc.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Makes days of old quarters and forgets old days, a bounded step at a time, one instance at a time. */
@ApplicationScoped
class RollUp {

    /** Means nothing; no other lock of this database may have it. */
    private static final long LOCK = 0x636C_6963_6B73L;

    private final DataSource database;
    private final PeriodTable table;
    private final ClickTotals totals;
    private final StatisticsSettings.RollUp settings;

    RollUp(DataSource database, PeriodTable table, ClickTotals totals, StatisticsSettings settings) {
        this.database = database;
        this.table = table;
        this.totals = totals;
        this.settings = settings.rollUp();
    }

    /**
     * Takes whole days of links, so that each is written once, however many quarters it has. A click that comes late makes a quarter that is old
     * already; the next step adds it to its day.
     *
     * @param before the start of a day of UTC
     * @return quarters that are part of their day now; 0: there are no more, or another instance is at it
     */
    @Transactional
    int makeDays(Instant before) {
        if (!alone()) {
            return 0;
        }
        var places = table.daysOfOldestQuarters(before, settings.step());
        totals.lock(places.stream().map(Place::code).collect(Collectors.toSet()));
        var days = new TreeMap<Place, Summary>();
        // Taken under the lock: what was counted between the look and the lock is in it.
        var quarters = table.takeQuarters(places);
        quarters.forEach((place, summary) -> days.computeIfAbsent(
                        new Place(place.code(), Period.DAY.startOf(place.startsAt())), _ -> new Summary())
                .addAll(summary));
        table.add(Period.DAY, days);
        return quarters.size();
    }

    /** @return days that are gone now; 0: there are no more, or another instance is at it */
    @Transactional
    int forgetDays(Instant before) {
        return alone() ? table.forgetDays(before, settings.step()) : 0;
    }

    private boolean alone() {
        return Sql.on(database, "SELECT pg_try_advisory_xact_lock(?)", select -> {
            select.setLong(1, LOCK);
            try (var row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        });
    }
}
