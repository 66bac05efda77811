package dev.casebook.lab.growth;

import dev.casebook.lab.load.Zipf;
import java.sql.SQLException;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Clicks straight into the tables of the statistics, in the order of time, as they would have come: a link's quarters lie far from each other. The
 * service's own roll-up makes days of those that are old.
 */
final class ClickGrowth {

    /** The row, its two indexes, and their share of the write-ahead log; rounded up generously. */
    static final long BYTES = 1_000;

    private static final String TOTALS = """
            INSERT INTO click_totals AS stored (code, total, bots)
            SELECT code, total, bots FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS added (code, total, bots)
            ON CONFLICT (code) DO UPDATE SET total = stored.total + excluded.total, bots = stored.bots + excluded.bots""";

    private final GrowthTable table;

    ClickGrowth(GrowthTable table) {
        this.table = table;
    }

    /**
     * Stores what is missing of a wave, a day in a transaction.
     *
     * @param told the wave, after each day
     */
    void grow(Wave wave, Consumer<Wave> told) throws SQLException {
        for (var rest = wave; !rest.isDone(); ) {
            growDay(rest);
            rest = rest.next();
            table.store(rest);
            table.connection().commit();
            told.accept(rest);
        }
    }

    /** The periods come before the totals here: of these links and days nobody else can know before the commit. */
    private void growDay(Wave wave) throws SQLException {
        var random = new SplittableRandom((long) wave.number() * wave.days() + wave.daysDone());
        var links = new Zipf(wave.links(), 1, random);
        var totals = new TreeMap<String, long[]>();
        try (var copy =
                new Copy(table.connection(), "click_quarters (code, starts_at, clicks, bots, visitors, breakdown)")) {
            int first = wave.daysDone() * Wave.QUARTERS_A_DAY;
            for (int number = first; number < first + Wave.QUARTERS_A_DAY; number++) {
                for (var entry : draw(wave.clicksIn(number), links, random).entrySet()) {
                    var code = GrownCodes.code(wave.firstLink() + entry.getKey());
                    var quarter = entry.getValue();
                    copy.row(
                            code,
                            wave.startOf(number),
                            quarter.clicks(),
                            quarter.bots(),
                            quarter.visitors(),
                            quarter.breakdown());
                    var total = totals.computeIfAbsent(code, _ -> new long[2]);
                    total[0] += quarter.clicks();
                    total[1] += quarter.bots();
                }
            }
            copy.end();
        }
        add(totals);
    }

    private static Map<Integer, GrownQuarter> draw(int clicks, Zipf links, SplittableRandom random) {
        var quarters = new TreeMap<Integer, GrownQuarter>();
        for (int click = 0; click < clicks; click++) {
            quarters.computeIfAbsent(links.next(), _ -> new GrownQuarter()).add(random);
        }
        return quarters;
    }

    /** In the order of codes, as the service does: two transactions wait for each other but never deadlock. */
    private void add(TreeMap<String, long[]> totals) throws SQLException {
        var connection = table.connection();
        try (var upsert = connection.prepareStatement(TOTALS)) {
            upsert.setArray(1, connection.createArrayOf("text", totals.keySet().toArray()));
            for (int part = 0; part < 2; part++) {
                int each = part;
                upsert.setArray(
                        2 + part,
                        connection.createArrayOf(
                                "bigint",
                                totals.values().stream()
                                        .map(total -> total[each])
                                        .toArray()));
            }
            upsert.executeUpdate();
        }
    }
}
