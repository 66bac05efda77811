package dev.casebook.shortener.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.casebook.chassis.jdbc.Migrations;
import dev.casebook.chassis.jdbc.Sql;
import dev.casebook.contracts.shortener.v1.Click;
import dev.casebook.shortener.Api;
import dev.casebook.shortener.statistics.StatisticsResponse.Value;
import dev.casebook.testkit.WithServers;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counting by period, rolling up and reading, against PostgreSQL. On a day that is over, where no other test clicks and nothing is rolled up yet. */
@QuarkusTest
@WithServers("postgresql, kafka, redis-cache")
class PeriodsIT {

    private static final Instant DAY = Period.DAY.startOf(Instant.now()).minus(Duration.ofDays(3));
    private static final Instant NEXT = DAY.plus(Duration.ofDays(1));

    private final String code = "p" + UUID.randomUUID();

    @Inject
    ClickTotals totals;

    @Inject
    ClickPeriods periods;

    @Inject
    StatisticsReader reader;

    @Inject
    RollUp rollUp;

    @Inject
    PeriodTable table;

    @Inject
    Horizon horizon;

    @Inject
    StatisticsSettings settings;

    @Inject
    Migrations migrations;

    @Inject
    DataSource database;

    @BeforeEach
    void tablesAreThere() {
        Api.soon().until(migrations::isDone);
    }

    @Test
    void clicksAreToldApartByHourAndVisitorAndDimension() {
        count(click("00:10", 1).setBrowser("Firefox"), click("00:20", 1).setBrowser("Firefox"));
        count(click("00:50", 2).setBrowser("Chrome"), click("07:00", 3).setBot(true));

        var read = read("UTC", Unit.HOUR, Dimension.BROWSER);

        assertThat(read.total()).isEqualTo(4);
        assertThat(read.bots()).isEqualTo(1);
        assertThat(read.range().clicks()).isEqualTo(4);
        assertThat(read.range().bots()).isEqualTo(1);
        assertThat(read.range().visitors()).isEqualTo(2);
        assertThat(read.range().series()).hasSize(24);
        assertThat(read.range().series().get(0)).isEqualTo(new StatisticsResponse.Point(DAY, 3, 0, 2));
        assertThat(read.range().series().get(7).bots()).isEqualTo(1);
        assertThat(read.by().get("browser").values()).containsExactly(new Value("Firefox", 2), new Value("Chrome", 1));
        assertThat(read.by().get("browser").other()).isZero();
    }

    @Test
    void dayOfAnotherZoneBeginsWhereItsClockSays() {
        count(click("18:29", 1), click("18:31", 2));

        var read = read("Asia/Kolkata", Unit.DAY);

        assertThat(read.range().series())
                .extracting(StatisticsResponse.Point::clicks)
                .containsExactly(1L, 1L);
    }

    @Test
    void moreValuesThanAnAnswerNamesAreOther() {
        for (int host = 0; host < settings.answerValues() + 10; host++) {
            count(click("01:00", 1).setReferrerHost("host" + host + ".example"));
        }

        var share = read("UTC", Unit.DAY, Dimension.REFERRER).by().get("referrer");

        assertThat(share.values()).hasSize(settings.answerValues());
        assertThat(share.other()).isEqualTo(10);
    }

    @Test
    void liarsDoNotMakeTheBreakdownGrow() {
        var clicks = new ArrayList<Click.Builder>();
        for (int host = 0; host < 5 * settings.values(); host++) {
            clicks.add(click("01:00", 1).setReferrerHost("host" + host + ".example"));
        }
        clicks.add(click("01:01", 1).setReferrerHost("honest.example"));
        clicks.add(click("01:02", 1).setReferrerHost("honest.example"));

        count(clicks.toArray(Click.Builder[]::new));

        var share = read("UTC", Unit.DAY, Dimension.REFERRER).by().get("referrer");
        assertThat(share.values().getFirst()).isEqualTo(new Value("honest.example", 2));
        assertThat(share.values().stream().mapToLong(Value::clicks).sum() + share.other())
                .isEqualTo(clicks.size());
    }

    @Test
    void whatIsRolledBackIsNotThere() {
        count(click("01:00", 1));
        QuarkusTransaction.begin();
        add(click("01:00", 2));
        QuarkusTransaction.rollback();

        assertThat(read("UTC", Unit.DAY).range().clicks()).isEqualTo(1);
    }

    @Test
    void countersAtOneQuarterLoseNothing() throws InterruptedException {
        var start = new CountDownLatch(1);
        var counters = new ArrayList<Thread>();
        for (int counter = 0; counter < 4; counter++) {
            int visitor = counter + 1;
            counters.add(Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    for (int i = 0; i < 25; i++) {
                        count(click("02:00", visitor).setBrowser("Firefox"));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }));
        }
        start.countDown();
        for (var counter : counters) {
            counter.join();
        }

        var read = read("UTC", Unit.DAY, Dimension.BROWSER);
        assertThat(read.range().clicks()).isEqualTo(100);
        assertThat(read.range().visitors()).isEqualTo(4);
        assertThat(read.by().get("browser").values()).containsExactly(new Value("Firefox", 100));
    }

    @Test
    void rolledUpDayAnswersAsItsQuartersDid() {
        count(click("00:10", 1).setBrowser("Firefox"), click("13:00", 2).setBot(true), click("23:59", 3));
        var before = read("UTC", Unit.DAY, Dimension.BROWSER, Dimension.REFERRER);

        rollUpAll(NEXT);

        var after = read("UTC", Unit.DAY, Dimension.BROWSER, Dimension.REFERRER);
        assertThat(after.range()).isEqualTo(before.range());
        assertThat(after.by()).isEqualTo(before.by());
        assertThat(rows("click_quarters")).isZero();
        assertThat(rows("click_days")).isEqualTo(1);
    }

    /** A day of many quarters, taken quarter by quarter, would be written as often. */
    @Test
    void dayIsTakenWholeAndStepIsBounded() {
        var longAgo = Instant.parse("2020-01-01T00:00:00Z");
        var nextDay = longAgo.plus(1, ChronoUnit.DAYS);
        QuarkusTransaction.begin();
        try {
            IntStream.range(0, 7 * 96)
                    .forEach(n -> periods.add(List.of(Click.newBuilder()
                            .setCode(code + n / 96)
                            .setAt(Timestamps.fromMillis(
                                    longAgo.plusSeconds(n % 96 * 900L).toEpochMilli()))
                            .build())));

            assertThat(rollUp.makeDays(nextDay)).isEqualTo(6 * 96);
            assertThat(rollUp.makeDays(nextDay)).isEqualTo(96);
            assertThat(rollUp.makeDays(nextDay)).isZero();
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    @Test
    void clickThatComesAfterItsDayWasRolledUpIsCountedAllTheSame() {
        count(click("00:10", 1));
        rollUpAll(NEXT);
        count(click("00:20", 2));
        assertThat(read("UTC", Unit.DAY).range().clicks()).isEqualTo(2);

        rollUpAll(NEXT);

        assertThat(read("UTC", Unit.DAY).range().clicks()).isEqualTo(2);
        assertThat(rows("click_quarters")).isZero();
    }

    @Test
    void countingGoesOnExactlyWhileItsDayIsRolledUp() throws InterruptedException {
        var counter = Thread.ofVirtual().start(() -> {
            for (int i = 0; i < 200; i++) {
                count(click("03:00", i + 1));
            }
        });
        while (counter.isAlive()) {
            rollUp.makeDays(NEXT);
        }
        counter.join();

        assertThat(read("UTC", Unit.DAY).range().clicks()).isEqualTo(200);
    }

    @Test
    void oneInstanceRollsUpAtATime() throws InterruptedException {
        count(click("00:10", 1));
        QuarkusTransaction.begin();
        int first = rollUp.makeDays(NEXT);
        var second = new int[] {-1};
        Thread.ofVirtual().start(() -> second[0] = rollUp.makeDays(NEXT)).join();
        QuarkusTransaction.rollback();

        assertThat(first).isPositive();
        assertThat(second[0]).isZero();
    }

    /** What a run leaves would wait for the next one, and more and more of it if clicks come faster. */
    @Test
    void runTakesAllThatIsOldHoweverManyStepsThatTakes() {
        int links = 210;
        var noon = DAY.plus(12, ChronoUnit.HOURS);
        QuarkusTransaction.requiringNew()
                .run(() -> periods.add(IntStream.range(0, links)
                        .mapToObj(n -> Click.newBuilder()
                                .setCode(code)
                                .setAt(Timestamps.fromMillis(
                                        noon.minus(n, ChronoUnit.DAYS).toEpochMilli()))
                                .build())
                        .toList()));
        var later = Clock.fixed(NEXT.plus(settings.rollUp().keepQuarters()), ZoneOffset.UTC);

        new RollUps(oneDayAtATime(), horizon, migrations, later).run();

        assertThat(rows("click_quarters")).isZero();
        assertThat(rows("click_days")).isEqualTo(links);
    }

    @Test
    void daysAreForgottenAndTotalsAreNot() {
        count(click("00:10", 1));
        rollUpAll(NEXT);

        while (rollUp.forgetDays(NEXT) > 0) {}

        assertThat(read("UTC", Unit.DAY).range().clicks()).isZero();
        assertThat(read("UTC", Unit.DAY).total()).isEqualTo(1);
    }

    /** Among many links, each query walks over a piece of one index. */
    @Test
    void queriesUseTheirIndexes() {
        QuarkusTransaction.begin();
        try {
            Sql.on(database, """
                    INSERT INTO click_quarters
                    SELECT 'filler' || n, timestamptz '2026-03-01' + n % 960 * interval '15 min', 1, 0, '', '{}'
                    FROM generate_series(1, 20000) AS n""", PreparedStatement::execute);
            Sql.on(database, "ANALYZE click_quarters", PreparedStatement::execute);

            assertThat(plan(RangeTable.SERIES))
                    .contains("click_quarters_pkey")
                    .doesNotContain("Seq Scan on click_quarters");
            assertThat(plan(RangeTable.SHARES
                            .replace("-> ?", "-> 'os'")
                            .replace("<> ?", "<> ''")
                            .replace("LIMIT ?", "LIMIT 9")))
                    .contains("click_quarters_pkey")
                    .doesNotContain("Seq Scan on click_quarters");
            assertThat(plan(PeriodTable.DAYS_OF_OLDEST_QUARTERS
                            .replace("LIMIT ?", "LIMIT 500")
                            .replace("sooner < ?", "sooner < 500")))
                    .contains("click_quarters_by_age", "click_quarters_pkey")
                    .doesNotContain("Seq Scan on click_quarters");
            assertThat(plan(PeriodTable.TAKE_QUARTERS.replace(
                            "?::text[], ?::timestamptz[]", "ARRAY['filler7'], ARRAY[timestamptz '2026-03-02']")))
                    .contains("click_quarters_pkey")
                    .doesNotContain("Seq Scan on click_quarters");
        } finally {
            QuarkusTransaction.rollback();
        }
    }

    private String plan(String query) {
        var literal = query.replace("code = ?", "code = 'filler7'")
                .replace(">= ?", ">= '2026-03-02'")
                .replace("< ?", "< '2026-03-03'");
        return Sql.on(database, "EXPLAIN " + literal, explain -> {
            var lines = new StringBuilder();
            try (var rows = explain.executeQuery()) {
                while (rows.next()) {
                    lines.append(rows.getString(1)).append('\n');
                }
            }
            return lines.toString();
        });
    }

    private void count(Click.Builder... clicks) {
        QuarkusTransaction.requiringNew().run(() -> add(clicks));
    }

    /** As the ledger does. */
    private void add(Click.Builder... clicks) {
        long bots = List.of(clicks).stream().filter(Click.Builder::getBot).count();
        totals.add(new TreeMap<>(Map.of(code, (long) clicks.length)), Map.of(code, bots));
        periods.add(List.of(clicks).stream().map(Click.Builder::build).toList());
    }

    private Click.Builder click(String time, long visitor) {
        return Click.newBuilder()
                .setCode(code)
                .setAt(Timestamps.fromMillis(
                        DAY.plusSeconds(LocalTime.parse(time).toSecondOfDay()).toEpochMilli()))
                .setVisitor(visitor * 0x9E37_79B9_7F4A_7C15L);
    }

    private StatisticsResponse read(String zone, Unit unit, Dimension... by) {
        var range = Range.of(DAY, NEXT, ZoneId.of(zone), unit);
        return reader.read(code, range, new LinkedHashSet<>(List.of(by)), Instant.EPOCH);
    }

    private RollUp oneDayAtATime() {
        var small = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(StatisticsSettings.class)
                .withDefaultValue("casebook.shortener.statistics.roll-up.step", "1")
                .build()
                .getConfigMapping(StatisticsSettings.class);
        return new RollUp(database, table, totals, small) {
            @Override
            int makeDays(Instant before) {
                return QuarkusTransaction.requiringNew().call(() -> super.makeDays(before));
            }

            @Override
            int forgetDays(Instant before) {
                return QuarkusTransaction.requiringNew().call(() -> super.forgetDays(before));
            }
        };
    }

    private void rollUpAll(Instant before) {
        Api.soon().until(() -> {
            rollUp.makeDays(before);
            return rows("click_quarters") == 0;
        });
    }

    private long rows(String table) {
        return Sql.on(database, "SELECT count(*) FROM " + table + " WHERE code = ?", select -> {
            select.setString(1, code);
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
